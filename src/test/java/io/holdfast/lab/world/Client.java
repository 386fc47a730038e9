package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Frames;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bridge that follows the protocol {@code holdfast.v1}, for all chats of a run: says a message
 * again until it knows its fate, shows a delivery once, acks it, comes back at once. It moves from
 * life to life, and takes nothing from one that is dead. Safe from any thread.
 */
final class Client {

  private static final long RETRY_MILLIS = 40;
  private static final long LONGEST_RETRY = 300;
  private static final String ACK = "ack";

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final String token;
  private final Consumer<Event> saw;
  private final Map<String, JsonObject> unsettled = new LinkedHashMap<>();
  private final Map<String, JsonObject> said = new LinkedHashMap<>();
  private final Frames frames = new Frames();
  private @Nullable Life life;
  private @Nullable WebSocket socket;
  private int port;
  private boolean welcome;
  private boolean deaf;
  private boolean slow;
  private final Set<String> cuts = new LinkedHashSet<>();
  private final Set<String> owed = new LinkedHashSet<>();

  Client(Vertx vertx, WebSocketClient sockets, String token, Consumer<Event> saw) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.token = token;
    this.saw = saw;
  }

  // ── where ────────────────────────────────────────────────────────────────────────────────────

  /** A life listens. */
  synchronized void serve(Life now, int where) {
    life = now;
    port = where;
    connect(now);
  }

  /** It does so no more; the line is cut. */
  synchronized void leave(Life gone) {
    if (life == gone) {
      life = null;
      welcome = false;
      cut();
    }
  }

  private void cut() {
    if (socket instanceof WebSocketInternal line) {
      line.channelHandlerContext().close();
    }
    socket = null;
  }

  private synchronized void connect(Life to) {
    if (life != to || to.dead()) {
      return;
    }
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ws/web")
            .setTimeout(2_000)
            .addSubProtocol("holdfast.v1");
    sockets
        .connect(options)
        .onSuccess(ws -> opened(to, ws))
        .onFailure(refused -> vertx.setTimer(RETRY_MILLIS, again -> connect(to)));
  }

  private synchronized void opened(Life to, WebSocket ws) {
    if (life != to) {
      ((WebSocketInternal) ws).channelHandlerContext().close();
      return;
    }
    socket = ws;
    ws.textMessageHandler(text -> received(to, ws, new JsonObject(text)));
    ws.closeHandler(gone -> closed(to, ws));
    ws.exceptionHandler(broken -> {});
    send(new JsonObject().put("type", "hello").put("client", "lab/1").put("token", token));
  }

  private synchronized void closed(Life to, WebSocket ws) {
    if (socket == ws) {
      socket = null;
      welcome = false;
      vertx.setTimer(RETRY_MILLIS, again -> connect(to));
    }
  }

  // ── what it says ─────────────────────────────────────────────────────────────────────────────

  /** Says a message for the first time. */
  synchronized void say(String chat, String id, String text) {
    JsonObject message =
        new JsonObject()
            .put("type", "message")
            .put("id", id)
            .put("chat", chat)
            .put("sender", new JsonObject().put("id", "u-" + chat))
            .put("text", text);
    said.put(id, message);
    saw.accept(new Event.Said(chat, id, text));
    offer(message);
  }

  /** Says a message that was said before once more, as a platform does that missed our ack. */
  synchronized void again(String id) {
    JsonObject message = said.get(id);
    if (message != null) {
      offer(message);
    }
  }

  /** Says everything once more, as a platform does whose own memory is gone. */
  synchronized void everythingAgain() {
    List.copyOf(said.values()).forEach(this::offer);
  }

  private void offer(JsonObject message) {
    unsettled.put(message.getString("id"), message);
    if (welcome) {
      send(message);
    }
  }

  /** Says anything, if it can be said now. */
  synchronized void send(JsonObject frame) {
    if (socket != null && !socket.isClosed()) {
      socket.writeFinalTextFrame(frame.encode());
    }
  }

  /** Messages whose fate it does not know. */
  synchronized int unsettled() {
    return unsettled.size();
  }

  synchronized int said() {
    return said.size();
  }

  // ── what it hears ────────────────────────────────────────────────────────────────────────────

  private synchronized void received(Life from, WebSocket ws, JsonObject frame) {
    if (from.dead() || socket != ws) {
      return;
    }
    if (cuts.remove(frame.getString("type"))) {
      reconnect();
      return;
    }
    switch (frame.getString("type")) {
      case "welcome" -> welcomed();
      case "accepted" -> unsettled.remove(frame.getString("id"));
      case "rejected" -> rejected(frame);
      default -> {}
    }
    boolean delivery = frame.containsKey("delivery");
    if (delivery && deaf) {
      return;
    }
    frames.read(frame).ifPresent(saw);
    if (delivery && cuts.remove(ACK)) {
      reconnect();
    } else if (delivery && slow) {
      owed.add(frame.getString("delivery"));
    } else if (delivery) {
      ack(JsonArray.of(frame.getString("delivery")));
    }
  }

  private void ack(JsonArray deliveries) {
    send(JsonObject.of("type", "ack", "deliveries", deliveries));
  }

  /** Takes no delivery from now on: none arrives where it would be shown. */
  synchronized void deafen() {
    deaf = true;
  }

  /** Shows deliveries from now on, and acks none. */
  synchronized void slow() {
    slow = true;
  }

  /** Takes deliveries and acks them again, on a new connection: nothing late of the old one. */
  synchronized void recover() {
    deaf = false;
    slow = false;
    reconnect();
  }

  /** Cuts the line in place of its next ack. */
  synchronized void cutBeforeAck() {
    cuts.add(ACK);
  }

  /** Cuts the line in place of reading the next frame of this type. */
  synchronized void cutBefore(String type) {
    cuts.add(type);
  }

  /** Whether every cut has been made. */
  synchronized boolean allCut() {
    return cuts.isEmpty();
  }

  private void reconnect() {
    Life to = life;
    if (socket != null && to != null) {
      welcome = false;
      cut();
      vertx.setTimer(RETRY_MILLIS, again -> connect(to));
    }
  }

  private void welcomed() {
    welcome = true;
    if (!slow && !owed.isEmpty()) {
      ack(new JsonArray(List.copyOf(owed)));
      owed.clear();
    }
    List.copyOf(unsettled.values()).forEach(this::send);
  }

  private void rejected(JsonObject frame) {
    String id = frame.getString("id");
    JsonObject message = unsettled.get(id);
    if (message == null) {
      return;
    }
    Long retry = frame.getLong("retryAfter");
    if (retry != null) {
      vertx.setTimer(Math.min(retry, LONGEST_RETRY), later -> retry(id));
      return;
    }
    unsettled.remove(id);
    String chat = message.getString("chat");
    saw.accept(new Event.Rejected(chat, id, frame.getString("code")));
  }

  private synchronized void retry(String id) {
    JsonObject message = unsettled.get(id);
    if (message != null && welcome) {
      send(message);
    }
  }
}
