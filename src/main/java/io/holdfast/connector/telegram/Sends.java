package io.holdfast.connector.telegram;

import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.model.Address;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Sends messages, each once, and changes them. */
final class Sends implements Platform {

  private final BotApi api;

  Sends(BotApi api) {
    this.api = api;
  }

  @Override
  public Future<String> send(Post post) {
    return api.call("sendMessage", message(post), TIMEOUT)
        .map(answer -> String.valueOf(answer.getJsonObject("result").getValue("message_id")))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof ApiFailure failure ? failure.ofSend() : cause));
  }

  @Override
  public Future<Void> edit(String receipt, Post post) {
    JsonObject change =
        new JsonObject()
            .put("chat_id", number(post.address().chat()))
            .put("message_id", number(receipt))
            .put("text", post.text());
    return api.call("editMessageText", change, TIMEOUT)
        .<Void>mapEmpty()
        .recover(
            cause -> {
              if (!(cause instanceof ApiFailure failure)) {
                return Future.failedFuture(cause);
              }
              return failure.unchanged()
                  ? Future.succeededFuture()
                  : Future.failedFuture(failure.ofSend());
            });
  }

  /** Shows for a while that something is being written. */
  Future<?> typing(Address address) {
    return api.call("sendChatAction", to(address).put("action", "typing"), TIMEOUT);
  }

  private static JsonObject to(Address address) {
    JsonObject there = new JsonObject().put("chat_id", number(address.chat()));
    return address.thread().isEmpty()
        ? there
        : there.put("message_thread_id", number(address.thread()));
  }

  static JsonObject message(Post post) {
    JsonObject message = to(post.address()).put("text", post.text());
    if (!post.inReplyTo().isEmpty() && isGroup(post.address().chat())) {
      message.put("reply_parameters", reply(post.inReplyTo().get(post.inReplyTo().size() - 1)));
    }
    return message;
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
