package io.holdfast.store.sql;

import io.holdfast.model.Attachment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Lists in a column: JSON, and nothing at all for none. */
final class Wire {

  private Wire() {}

  static String attachments(List<Attachment> attachments) {
    if (attachments.isEmpty()) {
      return "";
    }
    JsonArray array = new JsonArray();
    for (Attachment attachment : attachments) {
      array.add(
          new JsonObject()
              .put("name", attachment.name())
              .put("type", attachment.type())
              .put("data", attachment.data()));
    }
    return array.encode();
  }

  static List<Attachment> attachments(String column) {
    if (column.isEmpty()) {
      return List.of();
    }
    return new JsonArray(column)
        .stream()
            .map(JsonObject.class::cast)
            .map(
                file ->
                    new Attachment(
                        file.getString("name"), file.getString("type"), file.getString("data")))
            .toList();
  }

  static String strings(List<String> strings) {
    return strings.isEmpty() ? "" : new JsonArray(strings).encode();
  }

  static List<String> strings(String column) {
    return column.isEmpty()
        ? List.of()
        : new JsonArray(column).stream().map(String.class::cast).toList();
  }
}
