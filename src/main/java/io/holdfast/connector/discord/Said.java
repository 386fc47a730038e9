package io.holdfast.connector.discord;

import io.holdfast.connector.Downloads;
import io.holdfast.model.Sender;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a person wrote, or chose.
 *
 * @param id its id, unique for ever among what is written and what is chosen
 * @param channel where it was said
 * @param guild of a message that the gateway told; empty for a direct one, and for one of the
 *     history, which does not say
 * @param sender who wrote it
 * @param roles of the sender; empty for a message of the history, which does not say
 * @param text what it says, without a mention of this bot in front; empty only where there are
 *     files
 * @param files that came with it
 */
record Said(
    String id,
    String channel,
    String guild,
    Sender sender,
    List<String> roles,
    String text,
    List<Downloads.Source> files) {

  private static final int DEFAULT = 0;
  private static final int REPLY = 19;
  private static final Set<Integer> KINDS = Set.of(DEFAULT, REPLY);

  Said {
    roles = List.copyOf(roles);
    files = List.copyOf(files);
  }

  /**
   * What a message object says; empty where no person wrote it, or it says nothing.
   *
   * @param bot the id of this bot
   */
  static Optional<Said> of(JsonObject message, String bot) {
    JsonObject author = Json.part(message, "author");
    boolean human =
        !Json.flag(author, "bot")
            && !Json.text(author, "id").equals(bot)
            && message.getValue("webhook_id") == null
            && KINDS.contains(Json.number(message, "type"));
    String text = text(message, bot);
    boolean empty = text.isBlank() && files(message).isEmpty();
    return human && !empty && Snowflake.of(Json.text(message, "id")) > 0
        ? Optional.of(said(message, author, text))
        : Optional.empty();
  }

  /**
   * What somebody says with an object that says where.
   *
   * @param message a message, or an interaction
   */
  static Said said(JsonObject message, JsonObject author, String text) {
    JsonObject member = Json.part(message, "member");
    String name =
        Stream.of(
                Json.text(member, "nick"),
                Json.text(author, "global_name"),
                Json.text(author, "username"))
            .filter(one -> !one.isEmpty())
            .findFirst()
            .orElse("");
    return new Said(
        Json.text(message, "id"),
        Json.text(message, "channel_id"),
        Json.text(message, "guild_id"),
        new Sender(Json.text(author, "id"), name),
        Json.texts(member, "roles"),
        text,
        files(message));
  }

  private static String text(JsonObject message, String bot) {
    return Json.text(message, "content").replaceFirst("^\\s*<@!?" + bot + ">\\s*", "");
  }

  private static List<Downloads.Source> files(JsonObject message) {
    return Json.parts(message, "attachments").stream().map(Said::file).toList();
  }

  private static Downloads.Source file(JsonObject attachment) {
    String type = Json.text(attachment, "content_type");
    String url = Json.text(attachment, "url");
    return new Downloads.Source(
        Json.text(attachment, "filename"),
        type.isEmpty() ? "application/octet-stream" : type,
        Json.number(attachment, "size"),
        url,
        () -> Future.succeededFuture(url));
  }

  /**
   * When a message was changed last, in milliseconds since the epoch; 0 for never. Whatever else is
   * told of it, as what a link in it leads to, is no change.
   */
  static long editedAt(JsonObject message) {
    try {
      String edited = Json.text(message, "edited_timestamp");
      return edited.isEmpty() ? 0 : OffsetDateTime.parse(edited).toInstant().toEpochMilli();
    } catch (DateTimeParseException notATime) {
      return 0;
    }
  }

  /** When it was said, in milliseconds since the epoch. */
  long sentAt() {
    return Snowflake.time(Snowflake.of(id));
  }
}
