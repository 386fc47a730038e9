package io.holdfast.connector.telegram;

import io.holdfast.model.Sender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person wrote, or said by a button.
 *
 * @param chat the chat's id
 * @param thread the topic's id; empty outside of topics
 * @param id unique among the messages of all chats of one bot, for ever
 * @param sender who wrote it
 * @param text what it says, as this bot is to understand it; empty only where there are files
 * @param files that came with it
 * @param forBot whether it can only be meant for this bot: said to it alone, or a command
 * @param sentAt in milliseconds since the epoch; 0 where that is not told
 * @param edited whether it was told before, and is changed; {@code sentAt} is when it was
 * @param press what to answer, so that the button that was pressed is at rest; empty for a message
 */
record Said(
    String chat,
    String thread,
    String id,
    Sender sender,
    String text,
    List<File> files,
    boolean forBot,
    long sentAt,
    boolean edited,
    String press) {

  /** Where a message names a file, and what that is unless it says so. */
  private static final Map<String, String> KINDS =
      Map.of(
          "document", "application/octet-stream",
          "audio", "audio/mpeg",
          "voice", "audio/ogg",
          "video", "video/mp4",
          "video_note", "video/mp4");

  /**
   * A file as a message names it.
   *
   * @param id by which it is asked for
   * @param size in bytes; 0 where that is not told
   */
  record File(String id, String name, String type, long size) {}

  Said {
    files = List.copyOf(files);
  }

  /**
   * What an update says; empty where it is nothing that a person wrote to this bot: of another bot,
   * for another bot, without a text or a file.
   *
   * @param bot this bot's name, without the at sign
   */
  static Optional<Said> of(JsonObject update, String bot) {
    JsonObject press = part(update, "callback_query");
    return press.isEmpty() ? written(update, bot) : pressed(press);
  }

  /** Which message an update says has changed, among those of all chats; empty for none. */
  static String edited(JsonObject update) {
    JsonObject message = part(update, "edited_message");
    return message.isEmpty() ? "" : number(message);
  }

  private static String number(JsonObject message) {
    return place(message) + "/" + message.getValue("message_id");
  }

  private static Optional<Said> written(JsonObject update, String bot) {
    JsonObject edited = part(update, "edited_message");
    JsonObject message = edited.isEmpty() ? part(update, "message") : edited;
    JsonObject from = part(message, "from");
    String text = message.getString("text", message.getString("caption", ""));
    List<File> files = files(message);
    boolean human = !from.isEmpty() && !from.getBoolean("is_bot", false);
    boolean empty = text.isBlank() && files.isEmpty();
    if (!human || empty || message.getBoolean("is_automatic_forward", false)) {
      return Optional.empty();
    }
    return meant(text, bot).map(words -> said(message, from, words, files, !edited.isEmpty()));
  }

  /** What the button says, as if it had been written below its message. */
  private static Optional<Said> pressed(JsonObject press) {
    JsonObject message = part(press, "message");
    JsonObject from = part(press, "from");
    String text = press.getString("data", "");
    if (message.isEmpty() || from.isEmpty() || text.isBlank()) {
      return Optional.empty();
    }
    String id = press.getString("id");
    return Optional.of(
        new Said(
            place(message),
            thread(message),
            place(message) + "/press-" + id + "/" + message.getValue("message_id"),
            new Sender(String.valueOf(from.getValue("id")), name(from)),
            text,
            List.of(),
            true,
            0,
            false,
            id));
  }

  private static String place(JsonObject message) {
    return String.valueOf(part(message, "chat").getValue("id"));
  }

  private static String thread(JsonObject message) {
    return message.getBoolean("is_topic_message", false)
        ? String.valueOf(message.getValue("message_thread_id"))
        : "";
  }

  private static Said said(
      JsonObject message, JsonObject from, String text, List<File> files, boolean edited) {
    JsonObject chat = part(message, "chat");
    return new Said(
        place(message),
        thread(message),
        number(message),
        new Sender(String.valueOf(from.getValue("id")), name(from)),
        text,
        files,
        text.startsWith("/") || "private".equals(chat.getString("type")),
        message.getLong(edited ? "edit_date" : "date", 0L) * 1000,
        edited,
        "");
  }

  private static List<File> files(JsonObject message) {
    List<File> files = new ArrayList<>();
    // A picture comes in several sizes, the largest last.
    JsonArray sizes = message.getJsonArray("photo", new JsonArray());
    if (!sizes.isEmpty()) {
      files.add(file(sizes.getJsonObject(sizes.size() - 1), "photo.jpg", "image/jpeg"));
    }
    KINDS.forEach(
        (kind, type) -> {
          JsonObject named = part(message, kind);
          if (!named.isEmpty()) {
            files.add(file(named, kind + "." + type.replaceFirst(".*/", ""), type));
          }
        });
    return files;
  }

  private static File file(JsonObject named, String name, String type) {
    return new File(
        named.getString("file_id"),
        named.getString("file_name", name),
        named.getString("mime_type", type),
        named.getLong("file_size", 0L));
  }

  private static JsonObject part(JsonObject whole, String key) {
    return whole.getValue(key) instanceof JsonObject part ? part : new JsonObject();
  }

  private static String name(JsonObject from) {
    return Stream.of("first_name", "last_name")
        .map(key -> from.getString(key, ""))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Without the bot's name behind a command; empty where that is another's. */
  private static Optional<String> meant(String text, String bot) {
    String[] words = text.split("(?=\\s)", 2);
    int at = words[0].indexOf('@');
    if (!words[0].startsWith("/") || at < 0) {
      return Optional.of(hello(text));
    }
    String named = words[0].substring(at + 1).toLowerCase(Locale.ROOT);
    String rest = words.length > 1 ? words[1] : "";
    return named.equals(bot.toLowerCase(Locale.ROOT))
        ? Optional.of(hello(words[0].substring(0, at) + rest))
        : Optional.empty();
  }

  /** What a person's app says when it meets a bot. */
  private static String hello(String text) {
    return text.strip().equals("/start") ? "/help" : text;
  }
}
