package io.holdfast.lab.process;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, for some of its chats: it keeps each message until its fate is known, acks
 * what it was sent and comes back whenever it is cut off. Safe from any thread.
 */
final class Line {

  private static final long RETRY_MILLIS = 40;
  private static final Set<String> TEMPORARY =
      Set.of("not-ready", "rate-limited", "queue-full", "busy");

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final Door door;
  private final List<String> chats;
  private final Consumer<JsonObject> frames;
  private final Map<String, JsonObject> unsettled = new LinkedHashMap<>();
  private @Nullable WebSocket socket;
  private boolean welcome;
  private boolean over;
  private long away;

  /**
   * @param frames gets each frame, on an event loop
   */
  Line(
      Vertx vertx,
      WebSocketClient sockets,
      Door door,
      List<String> chats,
      Consumer<JsonObject> frames) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.chats = chats;
    this.frames = frames;
    this.door = door;
  }

  /** Connects, and again for ever. */
  synchronized void open() {
    if (!over) {
      sockets.connect(address()).onSuccess(this::opened).onFailure(cause -> later());
    }
  }

  private WebSocketConnectOptions address() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(door.port())
        .setURI("/ws/web")
        .addSubProtocol("holdfast.v1")
        .setTimeout(2_000);
  }

  private void later() {
    vertx.setTimer(Math.max(RETRY_MILLIS, away), now -> open());
    away = 0;
  }

  private synchronized void opened(WebSocket ws) {
    socket = ws;
    ws.textMessageHandler(text -> received(new JsonObject(text)));
    ws.exceptionHandler(cut -> {});
    ws.closeHandler(gone -> closed());
    JsonObject hello = JsonObject.of("type", "hello", "client", "lab/1");
    write(hello.put("chats", new JsonArray(chats)));
  }

  private synchronized void closed() {
    socket = null;
    welcome = false;
    later();
  }

  /** Says it until its fate is known. */
  synchronized void offer(JsonObject message) {
    unsettled.put(message.getString("id"), message);
    if (welcome) {
      write(message);
    }
  }

  /** How many messages it does not know the fate of. */
  synchronized int unsettled() {
    return unsettled.size();
  }

  /** Goes for good. */
  synchronized void close() {
    over = true;
    if (socket != null) {
      socket.close();
    }
  }

  private synchronized void received(JsonObject frame) {
    switch (frame.getString("type")) {
      case "welcome" -> welcomed();
      case "accepted" -> unsettled.remove(frame.getString("id"));
      case "rejected" -> rejected(frame);
      case "goaway" -> away = door.away(frame.getLong("reconnectAfter"));
      default -> {}
    }
    frames.accept(frame);
    if (frame.containsKey("delivery")) {
      write(JsonObject.of("type", "ack", "deliveries", JsonArray.of(frame.getString("delivery"))));
    }
  }

  private void welcomed() {
    welcome = true;
    unsettled.values().forEach(this::write);
  }

  private void rejected(JsonObject frame) {
    JsonObject message = unsettled.get(frame.getString("id"));
    if (message != null && isTemporary(frame)) {
      vertx.setTimer(frame.getLong("retryAfter", 200L), again -> again(message));
    } else {
      unsettled.remove(frame.getString("id"));
    }
  }

  private synchronized void again(JsonObject message) {
    if (unsettled.containsKey(message.getString("id"))) {
      write(message);
    }
  }

  /** Whether a rejected message is said again. */
  static boolean isTemporary(JsonObject rejected) {
    return TEMPORARY.contains(rejected.getString("code"));
  }

  private void write(JsonObject frame) {
    if (socket != null && !socket.isClosed()) {
      socket.writeTextMessage(frame.encode());
    }
  }
}
