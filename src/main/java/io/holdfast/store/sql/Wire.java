package io.holdfast.store.sql;

import io.holdfast.model.Option;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Lists in a column: JSON, and nothing at all for none. */
final class Wire {

  private Wire() {}

  static String strings(List<String> strings) {
    return strings.isEmpty() ? "" : list(strings);
  }

  /** The same where an empty list is not none. */
  static String list(List<String> strings) {
    return new JsonArray(strings).encode();
  }

  static String options(List<Option> options) {
    JsonArray array = new JsonArray();
    options.forEach(o -> array.add(JsonObject.of("label", o.label(), "text", o.text())));
    return array.isEmpty() ? "" : array.encode();
  }

  static List<Option> options(String column) {
    return column.isEmpty()
        ? List.of()
        : new JsonArray(column)
            .stream()
                .map(JsonObject.class::cast)
                .map(option -> new Option(option.getString("label"), option.getString("text")))
                .toList();
  }

  static List<String> strings(String column) {
    return column.isEmpty()
        ? List.of()
        : new JsonArray(column).stream().map(String.class::cast).toList();
  }
}
