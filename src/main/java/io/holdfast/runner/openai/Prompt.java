package io.holdfast.runner.openai;

import io.holdfast.model.Attachment;
import io.holdfast.model.Exchange;
import io.holdfast.runner.TurnContext;
import io.holdfast.runner.TurnFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the request of a turn. */
final class Prompt {

  private Prompt() {}

  /**
   * The part of a request that every server takes.
   *
   * <p>The messages of a turn go as one: some models' templates refuse two of a user in a row.
   */
  static JsonObject of(OpenAiSettings settings, List<Exchange> memory, TurnContext turn) {
    JsonArray messages = new JsonArray();
    if (!settings.system().isBlank()) {
      messages.add(message("system", settings.system()));
    }
    for (Exchange past : memory) {
      if (!past.question().isBlank() && !past.answer().isBlank()) {
        messages.add(message("user", past.question()));
        messages.add(message("assistant", past.answer()));
      }
    }
    messages.add(message("user", content(settings, turn)));
    JsonObject request =
        new JsonObject()
            .put("model", settings.model())
            .put("messages", messages)
            .put("stream", true);
    settings.temperature().ifPresent(degree -> request.put("temperature", degree));
    return request;
  }

  /** What was said, with the files that the model can be given and the names of the others. */
  private static Object content(OpenAiSettings settings, TurnContext turn) {
    StringBuilder text = new StringBuilder(turn.text());
    JsonArray pictures = new JsonArray();
    List<Attachment> unseen = new ArrayList<>();
    for (Attachment file : TurnFiles.of(turn.turn())) {
      Optional<String> words = TurnFiles.text(file);
      if (words.isPresent()) {
        text.append("\n\n[attached: ").append(file.name()).append("]\n").append(words.get());
      } else if (settings.images() && TurnFiles.isImage(file)) {
        pictures.add(picture(file));
      } else {
        unseen.add(file);
      }
    }
    text.append(TurnFiles.unseen(unseen));
    if (pictures.isEmpty()) {
      return text.toString();
    }
    // Servers refuse a text that is empty.
    JsonArray said = new JsonArray();
    if (!text.toString().isBlank()) {
      said.add(new JsonObject().put("type", "text").put("text", text.toString()));
    }
    return said.addAll(pictures);
  }

  private static JsonObject picture(Attachment file) {
    String url = "data:" + file.mediaType() + ";base64," + file.data();
    return new JsonObject().put("type", "image_url").put("image_url", JsonObject.of("url", url));
  }

  private static JsonObject message(String role, Object content) {
    return new JsonObject().put("role", role).put("content", content);
  }
}
