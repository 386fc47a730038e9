package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings values into the types that the schema wants, and fills in its defaults. */
final class Shape {

  private final Node schema;

  Shape(Node schema) {
    this.schema = schema;
  }

  /**
   * Numbers, true and false become text where text is expected, and texts become numbers where they
   * are one. Both lose nothing: see {@link CanonicalScalars}.
   */
  JsonObject coerced(JsonObject config) {
    return Tree.map(
        config, (at, scalar) -> schema.find(config, at).map(n -> coerce(scalar, n)).orElse(scalar));
  }

  private static Object coerce(Object scalar, Node node) {
    if (scalar instanceof String text) {
      return switch (node.type()) {
        case "integer" -> text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
        case "number" ->
            text.matches("-?\\d{1,18}(\\.\\d{1,18})?") ? (Object) Double.valueOf(text) : text;
        case "boolean" ->
            text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
        default -> text;
      };
    }
    return node.type().equals("string") ? scalar.toString() : scalar;
  }

  /** A copy with every default that its keys do not override. */
  JsonObject completed(JsonObject config) {
    return block(config, schema);
  }

  private static @Nullable Object complete(@Nullable Object value, Node general) {
    Node node = general.given(value);
    if (value instanceof JsonArray array) {
      return list(array, node);
    }
    return value instanceof JsonObject object ? block(object, node) : value;
  }

  private static JsonArray list(JsonArray array, Node node) {
    Optional<Node> items = node.items();
    JsonArray copy = new JsonArray();
    for (int i = 0; i < array.size(); i++) {
      Object item = array.getValue(i);
      copy.add(items.isPresent() ? complete(item, items.get()) : item);
    }
    return copy;
  }

  private static JsonObject block(JsonObject object, Node node) {
    JsonObject block = new JsonObject();
    node.properties()
        .forEach(
            (key, child) -> {
              Object value = object.getValue(key, child.json().getValue("default"));
              if (value != null) {
                block.put(key, complete(value, child));
              }
            });
    for (String key : object.fieldNames()) {
      if (!block.containsKey(key)) {
        Object value = object.getValue(key);
        Optional<Node> child = node.child(key);
        block.put(key, child.isPresent() ? complete(value, child.get()) : value);
      }
    }
    return block;
  }
}
