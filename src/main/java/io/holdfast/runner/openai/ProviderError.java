package io.holdfast.runner.openai;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server said about an error; each writes it in its own way.
 *
 * @param type the error's type and code, in lower case
 * @param message what it said, empty when that is not for people
 * @param raw all of it, in lower case
 */
record ProviderError(String type, String message, String raw) {

  private static final int LONGEST_RAW = 4096;

  /** Reads the body of an error response. */
  static ProviderError of(String body) {
    String text = body.strip();
    try {
      return of(Json.decodeValue(text), text);
    } catch (DecodeException e) {
      return new ProviderError("", text.startsWith("<") ? "" : text, lower(text));
    }
  }

  /** Reads the value of {@code error} in an event. */
  static ProviderError of(JsonObject holder) {
    return of(holder, holder.encode());
  }

  private static ProviderError of(@Nullable Object json, String text) {
    Object value = json;
    if (value instanceof JsonArray array && !array.isEmpty()) {
      value = array.getValue(0);
    }
    if (value instanceof JsonObject object && object.getValue("error") != null) {
      value = object.getValue("error");
    }
    if (value instanceof JsonObject error) {
      String type = word(error.getValue("type")) + " " + word(error.getValue("code"));
      return new ProviderError(lower(type.strip()), message(error), lower(text));
    }
    return new ProviderError("", word(value), lower(text));
  }

  private static String message(JsonObject error) {
    for (String key : new String[] {"message", "detail", "msg"}) {
      Object value = error.getValue(key);
      if (value instanceof JsonArray array && !array.isEmpty()) {
        value = array.getValue(0);
      }
      if (value instanceof JsonObject inner) {
        return message(inner);
      }
      if (value != null) {
        return value.toString();
      }
    }
    return "";
  }

  private static String word(@Nullable Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : "";
  }

  private static String lower(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_RAW)).toLowerCase(Locale.ROOT);
  }

  /** Whether the error is about one of these words. */
  boolean mentions(String... words) {
    for (String word : words) {
      if (raw.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
