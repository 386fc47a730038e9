package io.holdfast.connector.telegram;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * The Bot API of one bot, {@code @fakebot} with the token {@code 1:t} or {@code 2:t}, as people see
 * it: what was sent is what is visible. It fails as it is told to.
 */
final class FakeTelegram {

  /** What people see. */
  record Visible(
      long id, String chat, String text, Optional<Long> thread, Optional<Long> answers, long at) {

    private Visible saying(String other) {
      return new Visible(id, chat, other, thread, answers, at);
    }
  }

  /** What happens to a message that is sent, or changed. */
  enum Fate {
    SHOWN,
    /** It is shown, and the connection is cut before the answer. */
    SHOWN_AND_CUT,
    /** It is shown, and the answer is an error of the server. */
    SHOWN_AND_500,
    /** It is not shown, and the answer is an error of the server. */
    ERROR_500,
    CUT,
    REFUSED,
    UNAUTHORIZED
  }

  private static final long HOLD = 2_000;

  private final Vertx vertx;
  private final HttpServer server;
  private final List<JsonObject> updates = new ArrayList<>();
  private final List<Visible> visible = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final Queue<Object> fates = new ArrayDeque<>();
  private final Queue<Object> changes = new ArrayDeque<>();
  private final List<Runnable> held = new ArrayList<>();
  private long nextUpdate = 700;
  private long nextMessage = 1;
  private long asked;
  private int sends;
  private int edits;
  private int actions;
  private int conflicts;
  private int polls;
  private volatile boolean down;

  private FakeTelegram(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static Future<FakeTelegram> open(Vertx vertx) {
    FakeTelegram fake = new FakeTelegram(vertx);
    return fake.server.listen(0, "127.0.0.1").map(fake);
  }

  String api() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  // ── what a test does ─────────────────────────────────────────────────────────────────────────

  /** Somebody writes in a chat of his own with the bot. */
  synchronized void says(long user, String text) {
    update(message(user, "private", user, text));
  }

  static JsonObject message(long chat, String type, long user, String text) {
    return new JsonObject()
        .put("chat", new JsonObject().put("id", chat).put("type", type))
        .put("from", new JsonObject().put("id", user).put("is_bot", false).put("first_name", "Ann"))
        .put("date", 1_700_000_000)
        .put("text", text);
  }

  synchronized void update(JsonObject message) {
    message.put("message_id", nextMessage++);
    updates.add(new JsonObject().put("update_id", nextUpdate++).put("message", message));
    List<Runnable> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(Runnable::run);
  }

  /** The numbers of messages begin again, as they do with another bot. */
  synchronized void numberAnew() {
    nextMessage = 1;
  }

  /** What happens to the next messages that are sent; all others are shown. */
  synchronized void next(Fate... those) {
    fates.addAll(List.of(those));
  }

  /** What happens to the next changes of messages; all others are shown. */
  synchronized void nextChanges(Fate... those) {
    changes.addAll(List.of(those));
  }

  /** The next change is not shown: too many, and when to come again. */
  synchronized void floodChanges(Object retryAfter) {
    changes.add(new JsonObject().put("retry_after", retryAfter));
  }

  /** Somebody deletes all that was sent. */
  synchronized void clear() {
    visible.clear();
  }

  /** The next message is not shown: too many, and when to come again. */
  synchronized void flood(Object retryAfter) {
    fates.add(new JsonObject().put("retry_after", retryAfter));
  }

  /** So many questions for more are answered with: another one asks, too. */
  synchronized void conflict(int times) {
    conflicts = times;
  }

  /** Nothing works, or all does again. */
  void down(boolean all) {
    down = all;
  }

  synchronized List<Visible> visible() {
    return List.copyOf(visible);
  }

  synchronized List<String> texts() {
    return visible.stream().map(Visible::text).toList();
  }

  /** All texts that were to be seen, of whatever message, in the order in which they came up. */
  synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  /** How many changes were asked for, shown or not. */
  synchronized int edits() {
    return edits;
  }

  /** How often it was to be shown that something is being written. */
  synchronized int actions() {
    return actions;
  }

  /** What is not confirmed. */
  synchronized int unconfirmed() {
    return updates.size();
  }

  /** How many messages were sent, shown or not. */
  synchronized int sends() {
    return sends;
  }

  synchronized int polls() {
    return polls;
  }

  // ── the API ──────────────────────────────────────────────────────────────────────────────────

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (down) {
                request.response().setStatusCode(502).end("<html>Bad Gateway</html>");
                return;
              }
              JsonObject arguments = body.length() == 0 ? new JsonObject() : body.toJsonObject();
              switch (request.path().replaceFirst("^/bot[12]:t/", "")) {
                case "getMe" -> ok(request, new JsonObject().put("username", "fakebot"));
                case "getUpdates" -> poll(request, arguments);
                case "sendMessage" -> send(request, arguments);
                case "editMessageText" -> edit(request, arguments);
                case "sendChatAction" -> act(request);
                default -> error(request, 404, "Not Found", new JsonObject());
              }
            });
  }

  private synchronized void poll(HttpServerRequest request, JsonObject arguments) {
    polls++;
    if (conflicts > 0) {
      conflicts--;
      error(request, 409, "Conflict: terminated by other getUpdates request", new JsonObject());
      return;
    }
    asked = arguments.getLong("offset", 0L);
    updates.removeIf(update -> update.getLong("update_id") < asked);
    if (!updates.isEmpty()) {
      ok(request, new JsonArray(List.copyOf(updates)));
      return;
    }
    Runnable answer = () -> answer(request);
    held.add(answer);
    vertx.setTimer(HOLD, late -> expire(answer));
  }

  private synchronized void expire(Runnable answer) {
    if (held.remove(answer)) {
      answer.run();
    }
  }

  private synchronized void answer(HttpServerRequest request) {
    ok(request, new JsonArray(List.copyOf(updates)));
  }

  private synchronized void send(HttpServerRequest request, JsonObject arguments) {
    sends++;
    write(request, arguments, fates, () -> show(arguments));
  }

  private synchronized void edit(HttpServerRequest request, JsonObject arguments) {
    edits++;
    long id = arguments.getLong("message_id");
    Optional<Visible> found = visible.stream().filter(one -> one.id() == id).findFirst();
    if (found.isEmpty()) {
      error(request, 400, "Bad Request: message to edit not found", new JsonObject());
    } else if (found.get().text().equals(arguments.getString("text"))) {
      error(request, 400, "Bad Request: message is not modified: it says so", new JsonObject());
    } else {
      write(request, arguments, changes, () -> change(found.get(), arguments.getString("text")));
    }
  }

  private synchronized void act(HttpServerRequest request) {
    actions++;
    ok(request, true);
  }

  private void write(
      HttpServerRequest request, JsonObject arguments, Queue<Object> ahead, LongSupplier show) {
    Object fate = ahead.isEmpty() ? Fate.SHOWN : ahead.remove();
    if (fate instanceof JsonObject parameters) {
      error(request, 429, "Too Many Requests: retry after it", parameters);
      return;
    }
    if (arguments.getString("text").isBlank() || arguments.getString("text").length() > 4096) {
      error(request, 400, "Bad Request: message text is empty or too long", new JsonObject());
      return;
    }
    switch ((Fate) fate) {
      case SHOWN -> ok(request, new JsonObject().put("message_id", show.getAsLong()));
      case SHOWN_AND_CUT -> {
        show.getAsLong();
        request.connection().close();
      }
      case SHOWN_AND_500 -> {
        show.getAsLong();
        error(request, 500, "Internal Server Error", new JsonObject());
      }
      case ERROR_500 -> error(request, 500, "Internal Server Error", new JsonObject());
      case CUT -> request.connection().close();
      case REFUSED -> error(request, 400, "Bad Request: chat not found", new JsonObject());
      case UNAUTHORIZED -> error(request, 401, "Unauthorized", new JsonObject());
    }
  }

  private long show(JsonObject arguments) {
    JsonObject reply = arguments.getJsonObject("reply_parameters", new JsonObject());
    shown.add(arguments.getString("text"));
    visible.add(
        new Visible(
            nextMessage,
            String.valueOf(arguments.getValue("chat_id")),
            arguments.getString("text"),
            Optional.ofNullable(arguments.getLong("message_thread_id")),
            Optional.ofNullable(reply.getLong("message_id")),
            System.currentTimeMillis()));
    return nextMessage++;
  }

  private long change(Visible message, String text) {
    shown.add(text);
    visible.set(visible.indexOf(message), message.saying(text));
    return message.id();
  }

  private static void ok(HttpServerRequest request, Object result) {
    if (!request.response().closed()) {
      request.response().end(new JsonObject().put("ok", true).put("result", result).toBuffer());
    }
  }

  private static void error(
      HttpServerRequest request, int code, String description, JsonObject parameters) {
    request
        .response()
        .setStatusCode(code)
        .end(
            new JsonObject()
                .put("ok", false)
                .put("error_code", code)
                .put("description", description)
                .put("parameters", parameters)
                .toBuffer());
  }
}
