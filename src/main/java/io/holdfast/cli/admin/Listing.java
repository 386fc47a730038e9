package io.holdfast.cli.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The beginning of a long list, or all of it.
 *
 * @param items in the order of the list
 * @param next what continues it; empty at its end
 * @param answer as the gateway gave it, or as if it had given all pieces as one
 */
public record Listing(List<Reading> items, String next, String answer) {

  /** The most that the interface gives at once is 1000. */
  private static final int PIECE = 500;

  public Listing {
    items = List.copyOf(items);
  }

  /** Fetches at most {@code limit} items, piece by piece. */
  public static Listing fetch(
      AdminClient client, String path, Map<String, String> filter, int limit) {
    Map<String, String> query = new TreeMap<>(filter);
    JsonArray items = new JsonArray();
    String next = "";
    Answer last;
    int pieces = 0;
    do {
      query.put("limit", Integer.toString(Math.min(PIECE, limit - items.size())));
      query.put("cursor", next);
      last = client.get(Api.query(path, query));
      pieces++;
      Reading piece = last.reading();
      piece.list("items").forEach(item -> items.add(item.json()));
      next = piece.text("next");
    } while (!next.isEmpty() && items.size() < limit);
    JsonObject whole = new JsonObject().put("items", items);
    if (next.isEmpty()) {
      whole.putNull("next");
    } else {
      whole.put("next", next);
    }
    return new Listing(
        new Reading(whole).list("items"), next, pieces == 1 ? last.text() : whole.encode());
  }
}
