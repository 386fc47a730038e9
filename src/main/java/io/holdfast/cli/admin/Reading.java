package io.holdfast.cli.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads an answer leniently: what a gateway of another version leaves out is empty, and what it
 * adds is passed over.
 */
public record Reading(JsonObject json) {

  /** Of an answer that says nothing. */
  public static Reading nothing() {
    return new Reading(new JsonObject());
  }

  /** The text under {@code key}; empty if there is none. */
  public String text(String key) {
    Object value = json.getValue(key);
    return value == null || value instanceof JsonObject || value instanceof JsonArray
        ? ""
        : value.toString();
  }

  public long number(String key) {
    return json.getValue(key) instanceof Number number ? number.longValue() : 0;
  }

  public boolean flag(String key) {
    return Boolean.TRUE.equals(json.getValue(key));
  }

  /** The time under {@code key}; empty if there is none. */
  public Optional<Instant> time(String key) {
    try {
      return text(key).isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text(key)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** The object under {@code key}; an empty one if there is none. */
  public Reading in(String key) {
    return optional(key).orElseGet(Reading::nothing);
  }

  public Optional<Reading> optional(String key) {
    return json.getValue(key) instanceof JsonObject object
        ? Optional.of(new Reading(object))
        : Optional.empty();
  }

  /** The objects of the list under {@code key}. */
  public List<Reading> list(String key) {
    JsonArray array = array(key);
    return IntStream.range(0, array.size())
        .mapToObj(array::getValue)
        .filter(JsonObject.class::isInstance)
        .map(item -> new Reading((JsonObject) item))
        .toList();
  }

  /** The texts of the list under {@code key}. */
  public List<String> texts(String key) {
    return array(key).stream().map(String::valueOf).toList();
  }

  /** The members of the object under {@code key}, as text, in their order. */
  public Map<String, String> members(String key) {
    Map<String, String> members = new LinkedHashMap<>();
    in(key).json.forEach(member -> members.put(member.getKey(), "" + member.getValue()));
    return members;
  }

  private JsonArray array(String key) {
    return json.getValue(key) instanceof JsonArray array ? array : new JsonArray();
  }
}
