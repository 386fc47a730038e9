package io.holdfast.connector.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A channel with what was said in it, oldest first. */
final class FakeChannel {

  private static final int TEXT = 0;
  private static final int DIRECT = 1;
  private static final int THREAD = 11;

  private final String id;
  private final String guild;
  private final String parent;
  private final List<JsonObject> messages = new ArrayList<>();
  private final Map<String, JsonObject> nonces = new HashMap<>();

  /**
   * @param guild empty for a direct one
   * @param parent empty unless it is a thread
   */
  FakeChannel(String id, String guild, String parent) {
    this.id = id;
    this.guild = guild;
    this.parent = parent;
  }

  String id() {
    return id;
  }

  String guild() {
    return guild;
  }

  boolean isThread() {
    return !parent.isEmpty();
  }

  List<JsonObject> messages() {
    return messages;
  }

  void add(JsonObject message) {
    messages.add(message);
  }

  /** What somebody has said. */
  List<JsonObject> by(String user) {
    return messages.stream()
        .filter(message -> message.getJsonObject("author").getString("id").equals(user))
        .toList();
  }

  Optional<JsonObject> message(String id) {
    return messages.stream().filter(message -> message.getString("id").equals(id)).findFirst();
  }

  /** The message that was sent under a nonce; for ever, which is longer than Discord's minutes. */
  Optional<JsonObject> under(String nonce) {
    return Optional.ofNullable(nonces.get(nonce));
  }

  void remember(String nonce, JsonObject message) {
    nonces.put(nonce, message);
  }

  /** The first ones after a message, newest first, as Discord lists them: without their nonces. */
  JsonArray after(String after, int limit) {
    List<JsonObject> page =
        new ArrayList<>(
            messages.stream()
                .filter(message -> Long.parseLong(message.getString("id")) > Long.parseLong(after))
                .limit(limit)
                .toList());
    Collections.reverse(page);
    JsonArray listed = new JsonArray();
    page.forEach(message -> listed.add(listed(message)));
    return listed;
  }

  private static JsonObject listed(JsonObject message) {
    JsonObject copy = message.copy();
    copy.remove("nonce");
    copy.remove("guild_id");
    copy.remove("member");
    return copy;
  }

  JsonObject json() {
    JsonObject channel =
        new JsonObject().put("id", id).put("type", type()).put("last_message_id", last());
    if (guild.isEmpty()) {
      return channel.put("recipients", new JsonArray());
    }
    channel
        .put("guild_id", guild)
        .put("name", "channel-" + id)
        .put("position", 0)
        .put("permission_overwrites", new JsonArray())
        .put("parent_id", parent.isEmpty() ? null : parent);
    return isThread() ? channel.put("thread_metadata", metadata()) : channel;
  }

  private static JsonObject metadata() {
    return new JsonObject()
        .put("archived", false)
        .put("locked", false)
        .put("auto_archive_duration", 60)
        .put("archive_timestamp", "2026-01-01T00:00:00.000000+00:00");
  }

  int type() {
    if (guild.isEmpty()) {
      return DIRECT;
    }
    return isThread() ? THREAD : TEXT;
  }

  private @Nullable String last() {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1).getString("id");
  }
}
