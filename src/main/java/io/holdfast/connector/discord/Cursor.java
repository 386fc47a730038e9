package io.holdfast.connector.discord;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where another process goes on.
 *
 * @param bot the id of this bot; empty before the first session
 * @param session the gateway's session; empty where there is none to go on with
 * @param url where it is resumed
 * @param seq all its events up to this one are done with
 * @param mark all that was said before this message is accepted, or was not for this bot
 * @param awaited guilds whose history since the mark is still to be looked at
 * @param owed channels of which that is known to be so, each with its guild
 * @param direct the direct channels in which something was said last
 */
record Cursor(
    String bot,
    String session,
    String url,
    int seq,
    long mark,
    List<String> awaited,
    Map<String, String> owed,
    List<String> direct) {

  static final Cursor NONE = new Cursor("", "", "", 0, 0, List.of(), Map.of(), List.of());

  Cursor {
    awaited = List.copyOf(awaited);
    owed = Map.copyOf(owed);
    direct = List.copyOf(direct);
  }

  /** Reads what {@link #text} wrote; {@link #NONE} for anything else. */
  static Cursor of(String text) {
    try {
      return text.isEmpty() ? NONE : of(new JsonObject(text));
    } catch (DecodeException e) {
      return NONE;
    }
  }

  private static Cursor of(JsonObject json) {
    Map<String, String> owed = new LinkedHashMap<>();
    JsonObject owes = Json.part(json, "owed");
    owes.fieldNames().forEach(channel -> owed.put(channel, Json.text(owes, channel)));
    return new Cursor(
        Json.text(json, "bot"),
        Json.text(json, "session"),
        Json.text(json, "url"),
        Json.number(json, "seq"),
        Snowflake.of(Json.text(json, "mark")),
        Json.texts(json, "awaited"),
        owed,
        Json.texts(json, "direct"));
  }

  String text() {
    JsonObject owes = new JsonObject();
    owed.forEach(owes::put);
    return new JsonObject()
        .put("bot", bot)
        .put("session", session)
        .put("url", url)
        .put("seq", seq)
        .put("mark", Long.toString(mark))
        .put("awaited", new JsonArray(awaited))
        .put("owed", owes)
        .put("direct", new JsonArray(direct))
        .encode();
  }
}
