package io.holdfast.connector.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The objects of Discord's API, with the fields that discord.js reads. */
final class Objects {

  private static final String JOINED = "2026-01-01T00:00:00.000000+00:00";

  private Objects() {}

  static JsonObject user(String id, String name, boolean bot) {
    return new JsonObject()
        .put("id", id)
        .put("username", name)
        .put("global_name", name)
        .put("discriminator", "0")
        .putNull("avatar")
        .put("bot", bot);
  }

  static JsonObject member(List<String> roles) {
    return new JsonObject()
        .put("roles", new JsonArray(roles))
        .put("joined_at", JOINED)
        .put("flags", 0)
        .put("deaf", false)
        .put("mute", false);
  }

  static JsonObject message(String id, String channel, JsonObject author, String content) {
    return new JsonObject()
        .put("id", id)
        .put("channel_id", channel)
        .put("author", author)
        .put("content", content)
        .put("timestamp", Instant.now().toString())
        .putNull("edited_timestamp")
        .put("tts", false)
        .put("mention_everyone", false)
        .put("mentions", new JsonArray())
        .put("mention_roles", new JsonArray())
        .put("attachments", new JsonArray())
        .put("embeds", new JsonArray())
        .put("pinned", false)
        .put("type", 0);
  }

  /**
   * Something that somebody chooses.
   *
   * @param type 2 for a command, 3 for a button
   */
  static JsonObject interaction(
      String id, int type, FakeChannel channel, String user, JsonObject data) {
    JsonObject interaction =
        new JsonObject()
            .put("id", id)
            .put("application_id", FakeDiscord.BOT)
            .put("type", type)
            .put("data", data)
            .put("channel_id", channel.id())
            .put("channel", channel.json())
            .put("token", "token-" + id)
            .put("version", 1)
            .put("locale", "en-US")
            .put("app_permissions", "0")
            .put("entitlements", new JsonArray())
            .put("authorizing_integration_owners", new JsonObject());
    JsonObject who = user(user, "user-" + user, false);
    return channel.guild().isEmpty()
        ? interaction.put("user", who)
        : interaction
            .put("guild_id", channel.guild())
            .put("member", member(List.of()).put("permissions", "0").put("user", who));
  }

  /** The last one that has buttons. */
  static JsonObject withButtons(List<JsonObject> messages) {
    return messages.stream()
        .filter(message -> message.containsKey("components"))
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  static List<JsonObject> buttons(JsonObject message) {
    return message.getJsonArray("components").stream()
        .flatMap(row -> ((JsonObject) row).getJsonArray("components").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  static JsonObject button(JsonObject message, String label) {
    return buttons(message).stream()
        .filter(button -> button.getString("label").equals(label))
        .findFirst()
        .orElseThrow();
  }

  static JsonObject attachment(String id, String name, String type, int size, String url) {
    return new JsonObject()
        .put("id", id)
        .put("filename", name)
        .put("content_type", type)
        .put("size", size)
        .put("url", url)
        .put("proxy_url", url);
  }

  /** What a session begins with: its guild is told of after that. */
  static JsonObject ready(String guild, JsonObject bot, String session, String gateway) {
    JsonObject unavailable = new JsonObject().put("id", guild).put("unavailable", true);
    return new JsonObject()
        .put("v", 10)
        .put("user", bot)
        .put("guilds", new JsonArray().add(unavailable))
        .put("session_id", session)
        .put("resume_gateway_url", gateway)
        .put("application", new JsonObject().put("id", bot.getString("id")).put("flags", 0));
  }

  static JsonObject guild(String id, JsonObject bot, Collection<FakeChannel> channels) {
    JsonArray texts = new JsonArray();
    JsonArray threads = new JsonArray();
    channels.forEach(channel -> (channel.isThread() ? threads : texts).add(channel.json()));
    return new JsonObject()
        .put("id", id)
        .put("name", "The guild")
        .putNull("icon")
        .put("owner_id", bot.getString("id"))
        .put("roles", new JsonArray().add(everyone(id)))
        .put("emojis", new JsonArray())
        .put("stickers", new JsonArray())
        .put("features", new JsonArray())
        .put("channels", texts)
        .put("threads", threads)
        .put("members", new JsonArray().add(member(List.of()).put("user", bot)))
        .put("member_count", 3)
        .put("presences", new JsonArray())
        .put("voice_states", new JsonArray())
        .put("stage_instances", new JsonArray())
        .put("guild_scheduled_events", new JsonArray())
        .put("joined_at", JOINED)
        .put("large", false)
        .put("unavailable", false)
        .put("verification_level", 0)
        .put("default_message_notifications", 0)
        .put("explicit_content_filter", 0)
        .put("mfa_level", 0)
        .put("nsfw_level", 0)
        .put("premium_tier", 0)
        .put("afk_timeout", 300)
        .put("system_channel_flags", 0)
        .put("preferred_locale", "en-US");
  }

  private static JsonObject everyone(String guild) {
    return new JsonObject()
        .put("id", guild)
        .put("name", "@everyone")
        .put("permissions", "8")
        .put("position", 0)
        .put("color", 0)
        .put("hoist", false)
        .put("managed", false)
        .put("mentionable", false)
        .put("flags", 0);
  }
}
