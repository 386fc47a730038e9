package io.holdfast.store.migration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * How far the copying has come.
 *
 * @param table its name; all before it are copied
 * @param rows how many rows of it are copied
 * @param key the key of the last one
 */
public record Position(String table, long rows, JsonArray key) {

  /** Reads what {@link #text} wrote. */
  public static Position of(String text) {
    JsonObject json = new JsonObject(text);
    return new Position(json.getString("table"), json.getLong("rows"), json.getJsonArray("key"));
  }

  /** To be kept. */
  public String text() {
    return new JsonObject().put("table", table).put("rows", rows).put("key", key).encode();
  }
}
