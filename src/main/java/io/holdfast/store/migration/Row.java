package io.holdfast.store.migration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A row of a table.
 *
 * @param key where it stands among the others: a whole number or a text for each column of the key
 * @param values each column's value as text, or null, in the order of the columns; the same on
 *     every engine
 */
public record Row(JsonArray key, JsonObject values) {}
