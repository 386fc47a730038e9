package io.holdfast.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The one source of every key and its default: what is in the jar, and what plugins declare. */
public final class Schema {

  private final JsonObject root;

  private Schema(JsonObject root) {
    this.root = root;
  }

  /** That of a gateway without plugins. */
  public static Schema builtIn() {
    return new Schema(read());
  }

  /** The same with one more type of connector, whose name nothing has. */
  public Schema withConnector(String type, Keys keys) {
    return with("connector", type, keys, List.of());
  }

  /** The same with one more type of runner, whose name nothing has. */
  public Schema withRunner(String type, Keys keys) {
    return with("runner", type, keys, List.of("max-turns", "turn-timeout"));
  }

  private Schema with(String kind, String type, Keys keys, List<String> common) {
    JsonObject extended = root.copy();
    JsonObject definitions = extended.getJsonObject("$defs");
    JsonObject block = keys.block(type);
    common.forEach(key -> block.getJsonObject("properties").put(key, reference(key)));
    definitions.put(kind + "-" + type, block);
    JsonObject any = definitions.getJsonObject(kind);
    any.getJsonObject("properties").getJsonObject("type").getJsonArray("enum").add(type);
    JsonObject named = new JsonObject().put("type", new JsonObject().put("const", type));
    any.getJsonArray("allOf")
        .add(
            new JsonObject()
                .put(
                    "if",
                    new JsonObject()
                        .put("required", new JsonArray().add("type"))
                        .put("properties", named))
                .put("then", reference(kind + "-" + type)));
    return new Schema(extended);
  }

  private static JsonObject reference(String definition) {
    return new JsonObject().put("$ref", "#/$defs/" + definition);
  }

  /** Its root. */
  Node node() {
    return Node.root(root);
  }

  /** Reads what is in the jar. */
  static JsonObject read() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.json")) {
      return new JsonObject(Buffer.buffer(Objects.requireNonNull(in).readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
