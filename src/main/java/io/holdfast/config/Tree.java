package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks over parsed configurations. */
final class Tree {

  /** Sees one scalar at its place and gives what shall stand there instead. */
  @FunctionalInterface
  interface Leaf {
    Object see(At at, Object scalar);
  }

  private Tree() {}

  /** A copy in which each scalar is replaced, and keys without a value are left out. */
  static JsonObject map(JsonObject object, Leaf leaf) {
    return map(At.ROOT, object, leaf);
  }

  private static JsonObject map(At at, JsonObject object, Leaf leaf) {
    JsonObject copy = new JsonObject();
    for (String key : object.fieldNames()) {
      Object value = object.getValue(key);
      if (value != null) {
        copy.put(key, value(at.key(key), value, leaf));
      }
    }
    return copy;
  }

  private static @Nullable Object value(At at, @Nullable Object value, Leaf leaf) {
    if (value instanceof JsonObject object) {
      return map(at, object, leaf);
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      for (int i = 0; i < array.size(); i++) {
        copy.add(value(at.index(i), array.getValue(i), leaf));
      }
      return copy;
    }
    return value == null ? null : leaf.see(at, value);
  }

  /** What stands at a place; null if nothing does. */
  static @Nullable Object get(JsonObject root, At at) {
    Object value = root;
    for (Object step : at.steps()) {
      if (value instanceof JsonObject object && step instanceof String key) {
        value = object.getValue(key);
      } else if (value instanceof JsonArray array
          && step instanceof Integer i
          && i < array.size()) {
        value = array.getValue(i);
      } else {
        return null;
      }
    }
    return value;
  }

  /** A copy of {@code root} in which {@code path} holds what it holds in {@code other}, if that. */
  static JsonObject taking(JsonObject root, JsonObject other, String... path) {
    JsonObject copy = root.copy();
    JsonObject to = copy;
    Object from = other;
    for (int i = 0; i < path.length; i++) {
      Object next = from instanceof JsonObject object ? object.getValue(path[i]) : null;
      if (i == path.length - 1) {
        to.remove(path[i]);
        if (next != null) {
          to.put(path[i], next);
        }
      } else {
        if (!(to.getValue(path[i]) instanceof JsonObject)) {
          to.put(path[i], new JsonObject());
        }
        to = to.getJsonObject(path[i]);
        from = next;
      }
    }
    return copy;
  }

  /** The same as maps and lists, in the same order. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      object.fieldNames().forEach(key -> map.put(key, plain(object.getValue(key))));
      return map;
    }
    if (value instanceof JsonArray array) {
      List<@Nullable Object> list = new ArrayList<>();
      array.forEach(item -> list.add(plain(item)));
      return list;
    }
    return value;
  }
}
