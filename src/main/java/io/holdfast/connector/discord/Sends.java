package io.holdfast.connector.discord;

import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Option;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientMultipartForm;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends messages, each once, under a nonce by which Discord knows a copy for some minutes; and
 * changes them.
 */
final class Sends implements Platform {

  private static final int PAGE = 100;

  /** Kinds of components, and how many buttons a row of them may have. */
  private static final int ROW = 1;

  private static final int BUTTON = 2;
  private static final int GREY = 2;
  private static final int BUTTONS = 5;

  /** So many characters a button may say, and have written on it. */
  private static final int PRESSED = 100;

  private static final int LABEL = 80;

  /** By how much this machine's clock may be ahead of Discord's. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Rest rest;
  private final Supplier<String> bot;
  private final LookedThrough looked = new LookedThrough();

  /**
   * @param bot the id of this bot
   */
  Sends(Rest rest, Supplier<String> bot) {
    this.rest = rest;
    this.bot = bot;
  }

  @Override
  public Future<String> send(Post post) {
    Future<Object> sent =
        post.attachments().isEmpty()
            ? rest.ask(HttpMethod.POST, messages(post), Optional.of(body(post).toBuffer()))
            : rest.upload(messages(post), form(post));
    return sent.map(made -> Json.text((JsonObject) made, "id")).recover(Sends::told);
  }

  @Override
  public Future<Void> edit(String receipt, Post post) {
    return rest.ask(
            HttpMethod.PATCH, messages(post) + "/" + receipt, Optional.of(says(post).toBuffer()))
        .<Void>mapEmpty()
        .recover(Sends::told);
  }

  /** Shows for a while that something is being written, which has a budget of its own. */
  Future<?> typing(Address address) {
    return rest.ask(HttpMethod.POST, "/channels/" + address.chat() + "/typing", Optional.empty())
        .otherwiseEmpty();
  }

  private static <T> Future<T> told(Throwable cause) {
    return Future.failedFuture(cause instanceof ApiFailure failure ? failure.ofSend() : cause);
  }

  private static String messages(Post post) {
    return "/channels/" + post.address().chat() + "/messages";
  }

  private static ClientMultipartForm form(Post post) {
    Attachment file = post.attachments().get(0);
    return ClientMultipartForm.multipartForm()
        .attribute("payload_json", body(post).encode())
        .binaryFileUpload(
            "files[0]",
            file.name(),
            file.type(),
            Buffer.buffer(Base64.getDecoder().decode(file.data())));
  }

  static JsonObject body(Post post) {
    JsonObject body = says(post);
    body.put("nonce", post.key()).put("enforce_nonce", true);
    List<JsonObject> buttons =
        post.options().stream().filter(Sends::fits).limit(BUTTONS).map(Sends::button).toList();
    if (!buttons.isEmpty()) {
      JsonObject row = new JsonObject().put("type", ROW).put("components", new JsonArray(buttons));
      body.put("components", new JsonArray().add(row));
    }
    answered(post)
        .ifPresent(
            message ->
                body.put(
                    "message_reference",
                    new JsonObject().put("message_id", message).put("fail_if_not_exists", false)));
    return body;
  }

  /** What it says can be typed as well. */
  private static boolean fits(Option option) {
    return option.text().length() <= PRESSED && option.label().length() <= LABEL;
  }

  private static JsonObject button(Option option) {
    return new JsonObject()
        .put("type", BUTTON)
        .put("style", GREY)
        .put("label", option.label())
        .put("custom_id", option.text());
  }

  private static JsonObject says(Post post) {
    return new JsonObject()
        .put("content", post.text())
        .put("allowed_mentions", new JsonObject().put("parse", new JsonArray()));
  }

  /** A message: what was chosen may have none. */
  private static Optional<String> answered(Post post) {
    return post.inReplyTo().stream()
        .reduce((before, last) -> last)
        .map(id -> id.substring(id.lastIndexOf('/') + 1))
        .filter(id -> !id.isEmpty());
  }

  /**
   * Looks through what was said in the channel since it was tried first; where an earlier try had
   * to stop, it goes on. When it was tried last nobody knows here, so it ends only with what is
   * there now.
   */
  @Override
  public Future<Optional<String>> find(Post post) {
    long first = Snowflake.at(post.triedAt() - SKEW.toMillis());
    return find(post, Math.max(first, looked.upto(post.key()))).recover(Sends::told);
  }

  private Future<Optional<String>> find(Post post, long after) {
    return rest.ask(
            HttpMethod.GET, messages(post) + "?limit=" + PAGE + "&after=" + after, Optional.empty())
        .compose(
            page -> {
              List<JsonObject> said = Json.objects((JsonArray) page);
              Optional<String> found =
                  said.stream()
                      .filter(message -> isPost(message, post, bot.get()))
                      .map(message -> Json.text(message, "id"))
                      .findFirst();
              long last =
                  said.stream()
                      .mapToLong(one -> Snowflake.of(Json.text(one, "id")))
                      .max()
                      .orElse(0);
              if (found.isPresent() || said.size() < PAGE) {
                return Future.succeededFuture(found);
              }
              looked.add(post.key(), last);
              return find(post, last);
            });
  }

  /** By its nonce where the history has it, else by what it says and answers. */
  static boolean isPost(JsonObject message, Post post, String bot) {
    if (!Json.text(Json.part(message, "author"), "id").equals(bot)) {
      return false;
    }
    if (message.getValue("nonce") != null) {
      return post.key().equals(message.getValue("nonce"));
    }
    String answers = Json.text(Json.part(message, "message_reference"), "message_id");
    List<String> files =
        Json.parts(message, "attachments").stream()
            .map(one -> bare(Json.text(one, "filename")))
            .toList();
    return Json.text(message, "content").strip().equals(post.text().strip())
        && files.equals(post.attachments().stream().map(file -> bare(file.name())).toList())
        && answers.equals(answered(post).orElse(""));
  }

  /** Discord writes other signs of a name in its own way. */
  private static String bare(String name) {
    return name.replaceAll("[^A-Za-z0-9.-]", "");
  }
}
