package io.holdfast.connector.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of channels: what guilds have told, and what was asked. */
final class Places {

  private static final int MANY = 20_000;

  private final Rest rest;
  private final Map<String, Place> known = new LinkedHashMap<>();

  Places(Rest rest) {
    this.rest = rest;
  }

  /** A guild tells its channels and threads. */
  void learnGuild(JsonObject guild) {
    channels(guild).forEach(channel -> learn(channel, Json.text(guild, "id")));
  }

  /** A channel or thread is new, or has changed. */
  void learn(JsonObject channel, String guild) {
    if (known.size() >= MANY) {
      known.clear();
    }
    known.put(Json.text(channel, "id"), Place.of(channel, guild));
  }

  /** The channels and threads of a guild that have a message after {@code id}. */
  static List<Place> after(long id, JsonObject guild) {
    return channels(guild).stream()
        .filter(channel -> Snowflake.of(Json.text(channel, "last_message_id")) > id)
        .map(channel -> Place.of(channel, Json.text(guild, "id")))
        .toList();
  }

  private static List<JsonObject> channels(JsonObject guild) {
    List<JsonObject> all = new ArrayList<>(Json.parts(guild, "channels"));
    all.addAll(Json.parts(guild, "threads"));
    return all;
  }

  /** A channel of a guild, with its parent if it has one; asked for where it is not known. */
  Future<Place> find(String channel, String guild) {
    return Optional.ofNullable(known.get(channel))
        .map(Future::succeededFuture)
        .orElseGet(() -> ask(channel, guild));
  }

  private Future<Place> ask(String channel, String guild) {
    return rest.look("/channels/" + channel)
        .map(found -> (JsonObject) found)
        .onSuccess(found -> learn(found, guild))
        .map(found -> Place.of(found, guild))
        .recover(
            cause ->
                cause instanceof ApiFailure failure && !failure.passing()
                    ? Future.succeededFuture(new Place(channel, guild, ""))
                    : Future.failedFuture(cause));
  }
}
