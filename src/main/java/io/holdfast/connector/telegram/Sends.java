package io.holdfast.connector.telegram;

import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.connector.SendFailure;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Option;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientMultipartForm;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages, each once, and changes them. */
final class Sends implements Platform {

  private static final Logger LOG = LoggerFactory.getLogger(Sends.class);

  /** So many bytes a button may say. */
  private static final int PRESSED = 64;

  private final BotApi api;

  Sends(BotApi api) {
    this.api = api;
  }

  @Override
  public Future<String> send(Post post) {
    long until = System.nanoTime() + TIMEOUT.toNanos() / 2;
    return write(post)
        .recover(
            cause ->
                cause instanceof ApiFailure failure && failure.migratedTo().isPresent()
                    ? follow(post, failure.migratedTo().get(), until)
                    : Future.failedFuture(cause))
        .recover(Sends::told);
  }

  /** Gives the number of the message. */
  private Future<String> write(Post post) {
    Future<JsonObject> sent =
        post.attachments().isEmpty()
            ? say("sendMessage", message(post), post)
            : api.upload("sendDocument", form(post), TIMEOUT);
    return sent.map(
        answer -> String.valueOf(answer.getJsonObject("result").getValue("message_id")));
  }

  /**
   * Sends to the supergroup that the post's group has become; if there is still the time for it.
   * Gives the number of the message with its chat in front.
   */
  private Future<String> follow(Post post, String chat, long until) {
    if (System.nanoTime() >= until) {
      return Future.failedFuture(new SendFailure.NotSent("its chat is " + chat + " now"));
    }
    Address old = post.address();
    LOG.info("event=migrated connector={} old={} new={}", old.connector(), old.chat(), chat);
    // Messages are numbered anew there: what it answers may be another one.
    Post there =
        new Post(
            post.key(),
            new Address(old.connector(), chat, old.thread()),
            post.text(),
            post.attachments(),
            post.options(),
            List.of(),
            post.triedAt());
    return write(there).map(number -> chat + "/" + number);
  }

  @Override
  public Future<Void> edit(String receipt, Post post) {
    int slash = receipt.indexOf('/');
    String chat = slash < 0 ? post.address().chat() : receipt.substring(0, slash);
    JsonObject change =
        new JsonObject()
            .put("chat_id", number(chat))
            .put("message_id", number(receipt.substring(slash + 1)));
    return say("editMessageText", text(change, post), post)
        .<Void>mapEmpty()
        .recover(
            cause ->
                cause instanceof ApiFailure failure && failure.unchanged()
                    ? Future.succeededFuture()
                    : told(cause));
  }

  /**
   * Where it does not make out the elements of the text, it gets the text as it was written; if
   * there is still the time for it, within what a send may take.
   */
  private Future<JsonObject> say(String method, JsonObject arguments, Post post) {
    long until = System.nanoTime() + TIMEOUT.toNanos() / 2;
    return api.call(method, arguments, TIMEOUT)
        .recover(
            cause ->
                cause instanceof ApiFailure failure && failure.unread() && System.nanoTime() < until
                    ? api.call(method, plain(arguments, post), TIMEOUT)
                    : Future.failedFuture(cause));
  }

  private static <T> Future<T> told(Throwable cause) {
    return Future.failedFuture(cause instanceof ApiFailure failure ? failure.ofSend() : cause);
  }

  /** Shows for a while that something is being written. */
  Future<?> typing(Address address) {
    return api.call("sendChatAction", to(address).put("action", "typing"), TIMEOUT)
        .recover(Sends::told);
  }

  private static JsonObject to(Address address) {
    JsonObject there = new JsonObject().put("chat_id", number(address.chat()));
    String thread = address.thread();
    return thread.isEmpty() ? there : there.put("message_thread_id", number(thread));
  }

  /** A file, with its text below it. */
  private static ClientMultipartForm form(Post post) {
    Attachment file = post.attachments().get(0);
    ClientMultipartForm form = ClientMultipartForm.multipartForm();
    message(post)
        .forEach(
            part -> {
              boolean text = part.getKey().equals("text");
              if (!text || !post.text().isBlank()) {
                form.attribute(text ? "caption" : part.getKey(), String.valueOf(part.getValue()));
              }
            });
    return form.binaryFileUpload(
        "document",
        file.name(),
        file.type(),
        Buffer.buffer(Base64.getDecoder().decode(file.data())));
  }

  static JsonObject message(Post post) {
    JsonObject message = text(to(post.address()), post);
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

  private static JsonObject text(JsonObject message, Post post) {
    String html = Html.of(post.text());
    return html.isEmpty()
        ? plain(message, post)
        : message.put("text", html).put("parse_mode", "HTML");
  }

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
