package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that the blocks of a plugin's type may have, beside {@code type} and, for a runner,
 * {@code max-turns} and {@code turn-timeout}. Whatever else stands there is a fault, as is a value
 * that does not fit. A key without a fallback is required. Immutable.
 */
public final class Keys {

  private final JsonObject properties;
  private final List<String> required;

  private Keys(JsonObject properties, List<String> required) {
    this.properties = properties;
    this.required = required;
  }

  /** No keys of its own. */
  public static Keys none() {
    return new Keys(new JsonObject(), List.of());
  }

  /** A text that is not empty. */
  public Keys text(String key) {
    return required(key, type("string").put("minLength", 1));
  }

  /** A text. */
  public Keys text(String key, String fallback) {
    return key(key, type("string").put("default", fallback));
  }

  /** A text that is not empty, and is never shown. */
  public Keys secret(String key) {
    return required(key, type("string").put("minLength", 1).put("writeOnly", true));
  }

  /** A text that is never shown; empty where it is left out. */
  public Keys optionalSecret(String key) {
    return key(key, type("string").put("writeOnly", true).put("default", ""));
  }

  /** A list of texts, empty where it is left out. */
  public Keys texts(String key) {
    return key(key, type("array").put("items", type("string")).put("default", new JsonArray()));
  }

  /** A whole number. */
  public Keys number(String key, int least, int most, int fallback) {
    return key(
        key, type("integer").put("minimum", least).put("maximum", most).put("default", fallback));
  }

  /** Yes or no. */
  public Keys flag(String key, boolean fallback) {
    return key(key, type("boolean").put("default", fallback));
  }

  /** A length of time; all three written like {@code 90s}. */
  public Keys duration(String key, String least, String most, String fallback) {
    return key(
        key,
        new JsonObject()
            .put("$ref", "#/$defs/duration")
            .put("x-least", least)
            .put("x-most", most)
            .put("default", fallback));
  }

  /**
   * Anything else, as JSON Schema (draft 2020-12) says it. It may be left out; its {@code default},
   * if it has one, stands there then.
   */
  public Keys key(String key, JsonObject schema) {
    return new Keys(properties.copy().put(key, schema), required);
  }

  private Keys required(String key, JsonObject schema) {
    List<String> more = new ArrayList<>(required);
    more.add(key);
    return new Keys(properties.copy().put(key, schema), List.copyOf(more));
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }

  /** What the schema says of a block of the type. */
  JsonObject block(String type) {
    return type("object")
        .put("additionalProperties", false)
        .put("required", new JsonArray(required))
        .put(
            "properties",
            new JsonObject()
                .put("type", new JsonObject().put("const", type))
                .mergeIn(properties.copy()));
  }
}
