package io.holdfast.connector.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What people change on a fake Discord of what they said. */
record Changes(FakeDiscord discord) {

  /** Somebody changes what a message says, who has these roles by now. */
  void edit(String channel, String id, List<String> roles, String text) {
    discord.within(
        () -> {
          JsonObject message = message(channel, id);
          message.put("content", text).put("edited_timestamp", timestamp());
          tell(channel, message.copy(), roles);
        });
  }

  /** Discord has found out what a link in a message leads to: nobody has changed anything. */
  void embed(String channel, String id) {
    discord.within(
        () -> {
          JsonObject embeds = JsonObject.of("embeds", JsonArray.of(JsonObject.of("type", "link")));
          tell(channel, message(channel, id).copy().mergeIn(embeds), List.of());
          JsonObject part = JsonObject.of("id", id, "channel_id", channel);
          tell(channel, part.mergeIn(embeds), List.of());
        });
  }

  /** Somebody deletes a message, or several at once. */
  void delete(String channel, String... ids) {
    discord.within(
        () -> {
          FakeChannel there = discord.channel(channel).orElseThrow();
          there.messages().removeIf(message -> List.of(ids).contains(message.getString("id")));
          JsonObject where = new JsonObject().put("channel_id", channel);
          if (ids.length == 1) {
            discord.tell(there, "MESSAGE_DELETE", where.put("id", ids[0]));
          } else {
            discord.tell(
                there, "MESSAGE_DELETE_BULK", where.put("ids", new JsonArray(List.of(ids))));
          }
        });
  }

  private JsonObject message(String channel, String id) {
    return discord.channel(channel).orElseThrow().message(id).orElseThrow();
  }

  private void tell(String channel, JsonObject message, List<String> roles) {
    FakeChannel there = discord.channel(channel).orElseThrow();
    if (!there.guild().isEmpty()) {
      message.put("guild_id", there.guild()).put("member", Objects.member(roles));
    }
    discord.tell(there, "MESSAGE_UPDATE", message.put("channel_type", there.type()));
  }

  private static String timestamp() {
    return Instant.now()
        .atOffset(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx"));
  }
}
