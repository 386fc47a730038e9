package io.holdfast.connector.websocket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The fields of one JSON object, each asked for by its type; a field that is null is absent. */
final class Fields {

  private static final int ID_LENGTH = 128;

  /** A field is missing or of the wrong type. */
  static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    Bad(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private final JsonObject json;

  Fields(JsonObject json) {
    this.json = json;
  }

  boolean has(String name) {
    return json.getValue(name) != null;
  }

  boolean isObject(String name) {
    return json.getValue(name) instanceof JsonObject;
  }

  String text(String name) {
    return asText(name, json.getValue(name));
  }

  /** A string of 1 to 128 characters. */
  String id(String name) {
    return asId(name, json.getValue(name));
  }

  /** A whole number. */
  long number(String name) {
    Object value = json.getValue(name);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new Bad(name + " must be a whole number");
  }

  Fields object(String name) {
    if (json.getValue(name) instanceof JsonObject object) {
      return new Fields(object);
    }
    throw new Bad(name + " must be an object");
  }

  JsonArray array(String name) {
    if (json.getValue(name) instanceof JsonArray array) {
      return array;
    }
    throw new Bad(name + " must be an array");
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    array(name).forEach(value -> texts.add(asText(name, value)));
    return texts;
  }

  List<String> ids(String name) {
    List<String> ids = new ArrayList<>();
    array(name).forEach(value -> ids.add(asId(name, value)));
    return ids;
  }

  private static String asText(String name, Object value) {
    if (!(value instanceof String text)) {
      throw new Bad(name + " must be a string");
    }
    if (!wellFormed(text)) {
      throw new Bad(name + " is not well-formed Unicode");
    }
    return text;
  }

  private static String asId(String name, Object value) {
    String text = asText(name, value);
    if (text.isEmpty() || text.codePointCount(0, text.length()) > ID_LENGTH) {
      throw new Bad(name + " must have 1 to " + ID_LENGTH + " characters");
    }
    return text;
  }

  /** Lone surrogates would all become the same character in the store, and two ids one. */
  private static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(Fields::loneSurrogate);
  }

  private static boolean loneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
