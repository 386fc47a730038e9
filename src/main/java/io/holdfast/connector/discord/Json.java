package io.holdfast.connector.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The fields of what Discord says, whatever it says: what is missing or odd is empty. */
final class Json {

  private Json() {}

  static String text(JsonObject object, String field) {
    return object.getValue(field) instanceof String text ? text : "";
  }

  static int number(JsonObject object, String field) {
    return object.getValue(field) instanceof Number number ? number.intValue() : 0;
  }

  static boolean flag(JsonObject object, String field) {
    return object.getValue(field) instanceof Boolean flag && flag;
  }

  static JsonObject part(JsonObject object, String field) {
    return object.getValue(field) instanceof JsonObject part ? part : new JsonObject();
  }

  static List<JsonObject> parts(JsonObject object, String field) {
    return object.getValue(field) instanceof JsonArray array ? objects(array) : List.of();
  }

  static List<JsonObject> objects(JsonArray array) {
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }

  static List<String> texts(JsonObject object, String field) {
    return object.getValue(field) instanceof JsonArray array
        ? array.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
