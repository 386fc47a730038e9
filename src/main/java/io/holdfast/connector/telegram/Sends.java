package io.holdfast.connector.telegram;

import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.model.Option;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends messages, each once. */
final class Sends implements Platform {

  /** So many bytes a button may say. */
  private static final int PRESSED = 64;

  private final BotApi api;

  Sends(BotApi api) {
    this.api = api;
  }

  @Override
  public Future<String> send(Post post) {
    return api.call("sendMessage", message(post), TIMEOUT)
        .recover(
            cause ->
                cause instanceof ApiFailure failure && failure.unread()
                    ? api.call("sendMessage", plain(message(post), post), TIMEOUT)
                    : Future.failedFuture(cause))
        .map(answer -> String.valueOf(answer.getJsonObject("result").getValue("message_id")))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof ApiFailure failure ? failure.ofSend() : cause));
  }

  static JsonObject message(Post post) {
    JsonObject message = new JsonObject().put("chat_id", number(post.address().chat()));
    String html = Html.of(post.text());
    if (html.isEmpty()) {
      plain(message, post);
    } else {
      message.put("text", html).put("parse_mode", "HTML");
    }
    if (!post.address().thread().isEmpty()) {
      message.put("message_thread_id", number(post.address().thread()));
    }
    List<JsonObject> buttons =
        post.options().stream().filter(Sends::fits).map(Sends::button).toList();
    if (!buttons.isEmpty()) {
      // One a line: their labels are long.
      JsonArray rows =
          new JsonArray(buttons.stream().map(one -> new JsonArray().add(one)).toList());
      message.put("reply_markup", new JsonObject().put("inline_keyboard", rows));
    }
    if (!post.inReplyTo().isEmpty() && isGroup(post.address().chat())) {
      message.put("reply_parameters", reply(post.inReplyTo().get(post.inReplyTo().size() - 1)));
    }
    return message;
  }

  /** The text as it was written. */
  private static JsonObject plain(JsonObject message, Post post) {
    message.remove("parse_mode");
    return message.put("text", post.text());
  }

  /** What it says can be typed as well. */
  private static boolean fits(Option option) {
    return option.text().getBytes(StandardCharsets.UTF_8).length <= PRESSED;
  }

  private static JsonObject button(Option option) {
    return new JsonObject().put("text", option.label()).put("callback_data", option.text());
  }

  /** To one who is alone with the bot it is clear what is answered. */
  private static boolean isGroup(String chat) {
    return chat.startsWith("-");
  }

  private static JsonObject reply(String platformId) {
    return new JsonObject()
        .put("message_id", number(platformId.substring(platformId.lastIndexOf('/') + 1)))
        .put("allow_sending_without_reply", true);
  }

  private static Object number(String id) {
    return id.matches("-?\\d{1,18}") ? Long.valueOf(id) : id;
  }
}
