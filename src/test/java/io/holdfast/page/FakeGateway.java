package io.holdfast.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A gateway by script: serves the page as a real one does and answers each frame as it is told to.
 * Left alone it welcomes, accepts every message, and has no past, nor a file of it.
 */
final class FakeGateway {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private final PageFiles files = new PageFiles();
  private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
  private final List<JsonObject> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile boolean away;
  private volatile Function<JsonObject, List<JsonObject>> onHello = hello -> List.of(welcome());
  private volatile Function<JsonObject, List<JsonObject>> onMessage = m -> List.of(accepted(m));
  private volatile Function<JsonObject, JsonObject> onHistory = h -> history(h, false);

  private volatile Function<JsonObject, JsonObject> onFile = file -> file;

  FakeGateway(Vertx vertx) {
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("holdfast.v1"))
            .requestHandler(this::serve)
            .webSocketHandshakeHandler(this::handshake)
            .webSocketHandler(this::connected);
  }

  Future<Integer> listen() {
    return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
  }

  int port() {
    return server.actualPort();
  }

  // ── the script ───────────────────────────────────────────────────────────────────────────────

  FakeGateway onHello(Function<JsonObject, List<JsonObject>> answer) {
    onHello = answer;
    return this;
  }

  FakeGateway onMessage(Function<JsonObject, List<JsonObject>> answer) {
    onMessage = answer;
    return this;
  }

  FakeGateway onHistory(Function<JsonObject, JsonObject> answer) {
    onHistory = answer;
    return this;
  }

  FakeGateway onFile(Function<JsonObject, JsonObject> answer) {
    onFile = answer;
    return this;
  }

  /** Sends to every open connection. */
  void send(JsonObject... frames) {
    for (JsonObject frame : frames) {
      sockets.forEach(socket -> socket.writeTextMessage(frame.encode()));
    }
  }

  /** Cuts every connection without a word, as a killed process does. */
  void cut() {
    sockets.forEach(FakeGateway::cut);
  }

  private static void cut(ServerWebSocket socket) {
    ((WebSocketInternal) socket).channelHandlerContext().close();
  }

  /** Closes every connection with a code. */
  void close(int code) {
    sockets.forEach(socket -> socket.close((short) code, ""));
  }

  /** Refuses connections until it is back. */
  void away(boolean isAway) {
    away = isAway;
  }

  int connections() {
    return sockets.size();
  }

  /** What clients have sent so far, of one type. */
  List<JsonObject> received(String type) {
    return received.stream().filter(frame -> type.equals(frame.getString("type"))).toList();
  }

  // ── frames ───────────────────────────────────────────────────────────────────────────────────

  static JsonObject welcome() {
    return new JsonObject()
        .put("type", "welcome")
        .put("connection", "c-1")
        .put("connector", "web")
        .put("heartbeat", 20_000)
        .put(
            "limits",
            new JsonObject().put("frame", 262_144).put("text", 32_768).put("unacked", 64));
  }

  static JsonObject accepted(JsonObject message) {
    return new JsonObject()
        .put("type", "accepted")
        .put("id", message.getString("id"))
        .put("chat", message.getString("chat"))
        .put("message", "in-" + message.getString("id"))
        .put("duplicate", false);
  }

  static JsonObject rejected(JsonObject message, String code) {
    return new JsonObject()
        .put("type", "rejected")
        .put("id", message.getString("id"))
        .put("code", code)
        .put("message", code);
  }

  static JsonObject reply(String chat, String delivery, String turn, String text) {
    return new JsonObject()
        .put("type", "reply")
        .put("delivery", delivery)
        .put("chat", chat)
        .put("turn", turn)
        .put("part", 1)
        .put("parts", 1)
        .put("text", text)
        .put("inReplyTo", new JsonArray());
  }

  static JsonObject notice(String chat, String delivery, String kind, String text) {
    return new JsonObject()
        .put("type", "notice")
        .put("delivery", delivery)
        .put("chat", chat)
        .put("kind", kind)
        .put("text", text);
  }

  static JsonObject turn(String chat, String turn, String state, int attempt) {
    return new JsonObject()
        .put("type", "turn")
        .put("turn", turn)
        .put("chat", chat)
        .put("state", state)
        .put("attempt", attempt)
        .put("inReplyTo", new JsonArray());
  }

  static JsonObject delta(String turn, int attempt, int seq, String text) {
    return new JsonObject()
        .put("type", "delta")
        .put("turn", turn)
        .put("attempt", attempt)
        .put("seq", seq)
        .put("text", text);
  }

  static JsonObject progress(String turn, int attempt, int step, String label) {
    return new JsonObject()
        .put("type", "progress")
        .put("turn", turn)
        .put("attempt", attempt)
        .put("step", step)
        .put("label", label);
  }

  static JsonObject history(JsonObject asked, boolean more, JsonObject... items) {
    return new JsonObject()
        .put("type", "history")
        .put("chat", asked.getString("chat"))
        .put("items", new JsonArray(List.of(items)))
        .put("more", more);
  }

  static JsonObject item(String at, String from, String id, String text) {
    return new JsonObject().put("at", at).put("from", from).put("id", id).put("text", text);
  }

  // ── serving ──────────────────────────────────────────────────────────────────────────────────

  private void serve(HttpServerRequest request) {
    String path = request.path();
    request.response().putHeader("Content-Security-Policy", POLICY);
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    if (path.equals("/") || path.startsWith("/chat/")) {
      String connector = path.equals("/") ? "web" : path.substring("/chat/".length());
      request.response().putHeader("Content-Type", "text/html; charset=utf-8");
      request.response().end(files.index(connector));
      return;
    }
    Optional<byte[]> file = files.file(path);
    request.response().setStatusCode(file.isPresent() ? 200 : 404);
    request.response().putHeader("Content-Type", PageFiles.type(path));
    request.response().end(Buffer.buffer(file.orElseGet(() -> new byte[0])));
  }

  private void handshake(ServerWebSocketHandshake handshake) {
    if (away || !handshake.path().startsWith("/ws/")) {
      handshake.reject(503);
    } else {
      handshake.accept();
    }
  }

  private void connected(ServerWebSocket socket) {
    sockets.add(socket);
    socket.closeHandler(gone -> sockets.remove(socket));
    socket.textMessageHandler(
        text -> {
          JsonObject frame = new JsonObject(text);
          received.add(frame);
          answer(frame).forEach(each -> say(socket, each));
        });
  }

  /** A frame of type {@code close} is no frame: it closes the socket with its code. */
  private static void say(ServerWebSocket socket, JsonObject frame) {
    switch (frame.getString("type")) {
      case "close" -> socket.close(frame.getInteger("code").shortValue(), "");
      case "cut" -> cut(socket);
      default -> socket.writeTextMessage(frame.encode());
    }
  }

  private List<JsonObject> answer(JsonObject frame) {
    return switch (frame.getString("type")) {
      case "hello" -> onHello.apply(frame);
      case "message" -> onMessage.apply(frame);
      case "history" -> List.of(onHistory.apply(frame));
      case "file" -> List.of(onFile.apply(frame));
      default -> List.of();
    };
  }
}
