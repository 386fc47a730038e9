package io.holdfast.runner.openai;

import io.holdfast.model.Attachment;
import io.holdfast.model.Exchange;
import io.holdfast.runner.TurnContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

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
    messages.add(message("user", text(turn)));
    JsonObject request =
        new JsonObject()
            .put("model", settings.model())
            .put("messages", messages)
            .put("stream", true);
    settings.temperature().ifPresent(degree -> request.put("temperature", degree));
    return request;
  }

  /** What was said, and the names of the files that came with it, which the model cannot see. */
  private static String text(TurnContext turn) {
    StringBuilder text = new StringBuilder(turn.text());
    for (var message : turn.turn().messages()) {
      for (Attachment file : message.inbound().attachments()) {
        text.append("\n[attached: ").append(file.name()).append(", not shown]");
      }
    }
    return text.toString();
  }

  private static JsonObject message(String role, String content) {
    return new JsonObject().put("role", role).put("content", content);
  }
}
