package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One validated block of the configuration, with every default that the schema gives filled in and
 * every {@code ${…}} resolved. Asking for a key that the schema does not know for this block is a
 * programming error.
 */
public final class Settings {

  private final JsonObject values;

  /** Wraps validated values. */
  public Settings(JsonObject values) {
    this.values = values.copy();
  }

  /** Whether the key has a value. */
  public boolean has(String key) {
    return values.getValue(key) != null;
  }

  /** A string; empty when the key has none. */
  public String text(String key) {
    return values.getString(key, "");
  }

  /** A list of strings; empty when the key has none. */
  public List<String> texts(String key) {
    return values.getJsonArray(key, new JsonArray()).stream().map(Object::toString).toList();
  }

  /** A map of strings, in the order of the file; empty when the key has none. */
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    values
        .getJsonObject(key, new JsonObject())
        .forEach(e -> map.put(e.getKey(), "" + e.getValue()));
    return map;
  }

  /** A block of keys inside this one; an empty one when the key has none. */
  public Settings section(String key) {
    return new Settings(values.getJsonObject(key, new JsonObject()));
  }

  /** The blocks of a list; empty when the key has none. */
  public List<Settings> sections(String key) {
    JsonArray blocks = values.getJsonArray(key, new JsonArray());
    return IntStream.range(0, blocks.size())
        .mapToObj(i -> new Settings(blocks.getJsonObject(i)))
        .toList();
  }

  /** A whole number. */
  public int number(String key) {
    return required(key, values.getInteger(key));
  }

  /** Yes or no. */
  public boolean flag(String key) {
    return required(key, values.getBoolean(key));
  }

  /** A fractional number. */
  public double fraction(String key) {
    return required(key, values.getDouble(key));
  }

  /** A length of time, written like {@code 90s}. */
  public Duration duration(String key) {
    return Durations.parse(required(key, values.getString(key)));
  }

  private static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("no value and no default for " + key);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
