package io.holdfast.connector.discord;

import io.vertx.core.json.JsonObject;

/**
 * Where something is said. A thread is a channel of its own, which has a parent.
 *
 * @param channel its id
 * @param guild empty for a direct channel
 * @param parent empty unless there is one
 */
record Place(String channel, String guild, String parent) {

  /**
   * What Discord's channel object says.
   *
   * @param guild whose it is where the object itself does not say that
   */
  static Place of(JsonObject channel, String guild) {
    return new Place(
        Json.text(channel, "id"),
        channel.getValue("guild_id") == null ? guild : Json.text(channel, "guild_id"),
        Json.text(channel, "parent_id"));
  }

  boolean direct() {
    return guild.isEmpty();
  }
}
