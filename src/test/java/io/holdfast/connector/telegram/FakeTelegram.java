package io.holdfast.connector.telegram;

import io.holdfast.connector.Body;
import io.holdfast.model.Attachment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

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

  private final FakeUpdates updates;
  private final FakeFiles files = new FakeFiles();
  private final HttpServer server;
  private final List<Visible> visible = new ArrayList<>();
  private final List<JsonObject> keyboards = new ArrayList<>();
  private final List<JsonObject> released = new ArrayList<>();
  private final Map<String, Long> supergroups = new ConcurrentHashMap<>();
  private final List<String> shown = new ArrayList<>();
  private final Queue<Object> fates = new ArrayDeque<>();
  private final Queue<Object> changes = new ArrayDeque<>();
  private final Queue<JsonObject> acts = new ArrayDeque<>();
  private JsonObject pressed = new JsonObject();
  private long nextMessage = 1;
  private int sends;
  private int edits;
  private int actions;
  private int presses;
  private volatile long flooded;
  private volatile boolean down;

  private FakeTelegram(Vertx vertx) {
    this.updates = new FakeUpdates(vertx);
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
        .put("from", from(user))
        .put("date", 1_700_000_000)
        .put("text", text);
  }

  private static JsonObject from(long user) {
    return new JsonObject().put("id", user).put("is_bot", false).put("first_name", "Ann");
  }

  private static Stream<JsonObject> buttons(JsonObject message) {
    return message.getJsonObject("reply_markup").getJsonArray("inline_keyboard").stream()
        .flatMap(row -> ((JsonArray) row).stream())
        .map(JsonObject.class::cast);
  }

  synchronized void update(JsonObject message) {
    message.put("message_id", nextMessage++);
    update("message", message);
  }

  /** Somebody presses a button of the last message that has any. */
  synchronized void presses(long user, String label) {
    JsonObject message = keyboards.get(keyboards.size() - 1);
    String data =
        buttons(message)
            .filter(button -> button.getString("text").equals(label))
            .findFirst()
            .orElseThrow()
            .getString("callback_data");
    update(
        "callback_query",
        new JsonObject()
            .put("id", "77" + presses++)
            .put("from", from(user))
            .put("message", message)
            .put("chat_instance", "1")
            .put("data", data));
  }

  /** What happened last is told once more, as if it had not been confirmed. */
  synchronized void tellsAgain() {
    update("callback_query", pressed);
  }

  /** Something of a kind is told, if it is asked for. */
  synchronized void update(String kind, JsonObject what) {
    if (kind.equals("callback_query")) {
      pressed = what;
    }
    updates.add(kind, what);
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

  /** It does not show that something is being written: too many, and when to come again. */
  synchronized void floodActions(Object retryAfter) {
    acts.add(new JsonObject().put("retry_after", retryAfter));
  }

  /** When it last said that there are too many, as {@link Visible#at} counts. */
  long flooded() {
    return flooded;
  }

  /** So many questions for more are answered with: another one asks, too. */
  void conflict(int times) {
    updates.conflict(times);
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

  /** What stands on the buttons of the last message that has any. */
  synchronized List<String> buttons() {
    return keyboards.isEmpty()
        ? List.of()
        : buttons(keyboards.get(keyboards.size() - 1)).map(one -> one.getString("text")).toList();
  }

  /** What those were told who pressed a button. */
  synchronized List<String> told() {
    return released.stream().map(answer -> answer.getString("text", "")).toList();
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

  /** A group becomes a supergroup, which has another id. */
  void upgrade(long group, long supergroup) {
    supergroups.put(String.valueOf(group), supergroup);
  }

  /** What is not confirmed. */
  int unconfirmed() {
    return updates.unconfirmed();
  }

  /** How many messages were sent, shown or not. */
  synchronized int sends() {
    return sends;
  }

  int polls() {
    return updates.polls();
  }

  FakeFiles files() {
    return files;
  }

  // ── the API ──────────────────────────────────────────────────────────────────────────────────

  private void handle(HttpServerRequest request) {
    Body.of(request)
        .onSuccess(
            body -> {
              if (down) {
                request.response().setStatusCode(502).end("<html>Bad Gateway</html>");
                return;
              }
              if (request.path().startsWith("/file/bot1:t/documents/")) {
                files.content(request);
                return;
              }
              JsonObject arguments = arguments(body);
              Object supergroup = supergroups.get(String.valueOf(arguments.getValue("chat_id")));
              if (supergroup != null) {
                String said = "Bad Request: group chat was upgraded to a supergroup chat";
                FakeAnswer.error(
                    request, 400, said, JsonObject.of("migrate_to_chat_id", supergroup));
                return;
              }
              switch (request.path().replaceFirst("^/bot[12]:t/", "")) {
                case "getMe" -> FakeAnswer.ok(request, new JsonObject().put("username", "fakebot"));
                case "getUpdates" -> updates.poll(request, arguments);
                case "getFile" -> files.find(request, arguments.getString("file_id"));
                case "sendMessage" -> send(request, arguments);
                case "answerCallbackQuery" -> release(request, arguments);
                case "sendDocument" -> document(request, arguments, body.files().get(0));
                case "editMessageText" -> edit(request, arguments);
                case "sendChatAction" -> act(request);
                default -> FakeAnswer.error(request, 404, "Not Found");
              }
            });
  }

  private synchronized void release(HttpServerRequest request, JsonObject arguments) {
    released.add(arguments);
    FakeAnswer.ok(request, true);
  }

  private synchronized void send(HttpServerRequest request, JsonObject arguments) {
    sends++;
    write(request, arguments, fates, () -> show(arguments));
  }

  private static JsonObject arguments(Body body) {
    if (body.bytes().length() > 0) {
      return body.bytes().toJsonObject();
    }
    JsonObject arguments = new JsonObject();
    body.fields().forEach(field -> arguments.put(field.getKey(), field.getValue()));
    return arguments;
  }

  private synchronized void document(
      HttpServerRequest request, JsonObject arguments, Attachment file) {
    sends++;
    String caption = arguments.getString("caption", "");
    arguments
        .put("file", file.name())
        .put("text", (caption + " [" + file.name() + ": " + file.data() + "]").strip());
    write(request, arguments, fates, () -> show(arguments));
  }

  private synchronized void edit(HttpServerRequest request, JsonObject arguments) {
    edits++;
    long id = arguments.getLong("message_id");
    String chat = String.valueOf(arguments.getValue("chat_id"));
    Optional<Visible> found =
        visible.stream().filter(one -> one.id() == id && one.chat().equals(chat)).findFirst();
    if (found.isEmpty()) {
      FakeAnswer.error(request, 400, "Bad Request: message to edit not found");
    } else if (found.get().text().equals(FakeMarkup.seen(arguments))) {
      FakeAnswer.error(request, 400, "Bad Request: message is not modified: it says so");
    } else {
      write(request, arguments, changes, () -> change(found.get(), FakeMarkup.seen(arguments)));
    }
  }

  private synchronized void act(HttpServerRequest request) {
    actions++;
    if (acts.isEmpty()) {
      FakeAnswer.ok(request, true);
    } else {
      flooded = TelegramRig.now();
      FakeAnswer.error(request, 429, "Too Many Requests: retry after it", acts.remove());
    }
  }

  private void write(
      HttpServerRequest request, JsonObject arguments, Queue<Object> ahead, LongSupplier show) {
    Object fate = ahead.isEmpty() ? Fate.SHOWN : ahead.remove();
    if (fate instanceof JsonObject parameters) {
      flooded = TelegramRig.now();
      FakeAnswer.error(request, 429, "Too Many Requests: retry after it", parameters);
      return;
    }
    Optional<String> fault = FakeMarkup.fault(arguments);
    if (fault.isPresent()) {
      FakeAnswer.error(request, 400, "Bad Request: " + fault.get());
      return;
    }
    switch ((Fate) fate) {
      case SHOWN -> FakeAnswer.ok(request, new JsonObject().put("message_id", show.getAsLong()));
      case SHOWN_AND_CUT -> {
        show.getAsLong();
        request.connection().close();
      }
      case SHOWN_AND_500 -> {
        show.getAsLong();
        FakeAnswer.error(request, 500, "Internal Server Error");
      }
      case ERROR_500 -> FakeAnswer.error(request, 500, "Internal Server Error");
      case CUT -> request.connection().close();
      case REFUSED -> FakeAnswer.error(request, 400, "Bad Request: chat not found");
      case UNAUTHORIZED -> FakeAnswer.error(request, 401, "Unauthorized");
    }
  }

  private long show(JsonObject arguments) {
    JsonObject reply = arguments.getJsonObject("reply_parameters", new JsonObject());
    shown.add(FakeMarkup.seen(arguments));
    visible.add(
        new Visible(
            nextMessage,
            String.valueOf(arguments.getValue("chat_id")),
            FakeMarkup.seen(arguments),
            Optional.ofNullable(arguments.getLong("message_thread_id")),
            Optional.ofNullable(reply.getLong("message_id")),
            System.currentTimeMillis()));
    if (arguments.containsKey("reply_markup")) {
      long chat = Long.parseLong(String.valueOf(arguments.getValue("chat_id")));
      keyboards.add(
          message(chat, chat < 0 ? "supergroup" : "private", 0, arguments.getString("text"))
              .put("message_id", nextMessage)
              .put("reply_markup", arguments.getJsonObject("reply_markup")));
    }
    return nextMessage++;
  }

  private long change(Visible message, String text) {
    shown.add(text);
    visible.set(visible.indexOf(message), message.saying(text));
    return message.id();
  }
}
