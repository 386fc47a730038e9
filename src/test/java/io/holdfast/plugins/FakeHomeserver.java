package io.holdfast.plugins;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** So much of a Matrix homeserver as one account in one room needs. */
final class FakeHomeserver {

  static final String ROOM = "!room:x";
  static final String ANN = "@ann:x";
  static final String TOKEN = "t0ken";

  private static final long HOLD = 500;

  private final Vertx vertx;
  private final HttpServer server;
  private final List<JsonObject> events = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final Map<String, String> transactions = new HashMap<>();
  private final List<Long> sends = new ArrayList<>();
  private long limited;

  private FakeHomeserver(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static Future<FakeHomeserver> open(Vertx vertx) {
    FakeHomeserver fake = new FakeHomeserver(vertx);
    return fake.server.listen(0, "127.0.0.1").map(fake);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Somebody writes in the room. */
  synchronized void says(String user, String text) {
    event(user, "m.room.message", JsonObject.of("msgtype", "m.text", "body", text));
  }

  private void event(String user, String type, JsonObject content) {
    events.add(
        JsonObject.of("type", type, "sender", user, "content", content)
            .put("event_id", "$" + events.size())
            .put("origin_server_ts", 1_700_000_000_000L));
  }

  /** What people see of the account, in order. */
  synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  /** When it was asked to show something, in nanoseconds. */
  synchronized List<Long> sends() {
    return List.copyOf(sends);
  }

  /** The next message is turned away, for so many milliseconds. */
  synchronized void limit(long millis) {
    limited = millis;
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String path = request.path().replaceFirst("^/_matrix/client/v3/", "");
              if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
                end(request, 401, JsonObject.of("error", "Unrecognised access token"));
              } else if (path.equals("sync")) {
                sync(request, System.nanoTime() + HOLD * 1_000_000);
              } else {
                send(request, path, body.toJsonObject());
              }
            });
  }

  private synchronized void sync(HttpServerRequest request, long until) {
    String since = request.getParam("since");
    int from = since == null ? 0 : Integer.parseInt(since.substring(1));
    if (since != null && from == events.size() && System.nanoTime() < until) {
      vertx.setTimer(20, again -> sync(request, until));
      return;
    }
    JsonArray news = new JsonArray(events.subList(from, events.size()));
    JsonObject answer = JsonObject.of("next_batch", "s" + events.size());
    JsonObject timeline = JsonObject.of("timeline", JsonObject.of("events", news.copy()));
    if (!news.isEmpty()) {
      answer.put("rooms", JsonObject.of("join", JsonObject.of(ROOM, timeline)));
    }
    end(request, 200, answer);
  }

  private synchronized void send(HttpServerRequest request, String path, JsonObject content) {
    sends.add(System.nanoTime());
    if (limited > 0) {
      JsonObject error = JsonObject.of("errcode", "M_LIMIT_EXCEEDED", "error", "Too many");
      end(request, 429, error.put("retry_after_ms", limited));
      limited = 0;
      return;
    }
    String prefix = "rooms/%21room%3Ax/send/m.room.message/";
    if (!path.startsWith(prefix)) {
      end(request, 404, JsonObject.of("error", "no " + path));
      return;
    }
    String event = transactions.computeIfAbsent(path, first -> show(content.getString("body")));
    end(request, 200, JsonObject.of("event_id", event));
  }

  private String show(String text) {
    shown.add(text);
    event("@bot:x", "m.room.message", JsonObject.of("msgtype", "m.text", "body", text));
    return "$" + (events.size() - 1);
  }

  private static void end(HttpServerRequest request, int status, JsonObject answer) {
    if (!request.response().closed()) {
      request.response().setStatusCode(status).end(answer.toBuffer());
    }
  }
}
