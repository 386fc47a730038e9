package io.holdfast.runner.acp;

import io.holdfast.model.Attachment;
import io.holdfast.runner.TurnFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a prompt consists of: its text, and those files that the agent takes. */
final class Blocks {

  private Blocks() {}

  /** The text, if there is any, comes first; it names the files that the agent is not given. */
  static JsonArray of(String text, List<Attachment> files, Capabilities can) {
    List<JsonObject> given = new ArrayList<>();
    List<Attachment> unseen = new ArrayList<>();
    for (Attachment file : files) {
      if (can.images() && TurnFiles.isImage(file)) {
        given.add(picture(file));
      } else if (can.embedded()) {
        given.add(JsonObject.of("type", "resource", "resource", resource(file)));
      } else {
        unseen.add(file);
      }
    }
    JsonArray blocks = new JsonArray();
    String said = text + TurnFiles.unseen(unseen);
    if (!said.isBlank() || given.isEmpty()) {
      blocks.add(JsonObject.of("type", "text", "text", said));
    }
    given.forEach(blocks::add);
    return blocks;
  }

  private static JsonObject picture(Attachment file) {
    return JsonObject.of(
        "type", "image", "mimeType", file.mediaType(), "data", file.data(), "uri", uri(file));
  }

  private static JsonObject resource(Attachment file) {
    JsonObject resource = JsonObject.of("uri", uri(file), "mimeType", file.mediaType());
    return TurnFiles.text(file)
        .map(text -> resource.put("text", text))
        .orElseGet(() -> resource.put("blob", file.data()));
  }

  private static String uri(Attachment file) {
    return "attachment:///"
        + URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
