package io.holdfast.protocol;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code holdfast.v1}, written from the protocol's text alone. It behaves as the text
 * wants: sends a message again until it knows what became of it, shows a delivery once, acks what
 * it has shown, comes back when told to. Everything that it receives is recorded. Safe for use from
 * any thread.
 */
public final class ProtocolClient {

  private static final long RETRY_MILLIS = 200;
  private static final Set<String> TEMPORARY = Set.of("not-ready", "rate-limited");

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private volatile IntSupplier port;
  private final String connector;

  private String token = "";
  private @Nullable List<String> chats;
  private int history;
  private boolean acks = true;
  private boolean returns;
  private boolean records = true;
  private Consumer<JsonObject> listener = frame -> {};

  private @Nullable WebSocket socket;
  private @Nullable JsonObject welcome;
  private Promise<JsonObject> welcomed = Promise.promise();
  private final Map<String, JsonObject> unsettled = new LinkedHashMap<>();
  private final Map<String, Promise<JsonObject>> answers = new LinkedHashMap<>();
  private final List<JsonObject> frames = new ArrayList<>();
  private final List<JsonObject> shown = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Integer> closeCodes = new ArrayList<>();
  private long reconnectAfter = RETRY_MILLIS;
  private boolean ended;

  private ProtocolClient(Vertx vertx, WebSocketClient sockets, int port, String connector) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.port = () -> port;
    this.connector = connector;
  }

  /** A client of {@code /ws/connector} on this machine; a bridge until it is given chats. */
  public static ProtocolClient of(
      Vertx vertx, WebSocketClient sockets, int port, String connector) {
    return new ProtocolClient(vertx, sockets, port, connector);
  }

  // ── what it is ───────────────────────────────────────────────────────────────────────────────

  public ProtocolClient token(String secret) {
    token = secret;
    return this;
  }

  /** Receives these chats only. */
  public ProtocolClient chats(String... names) {
    chats = List.of(names);
    return this;
  }

  /** Asks for the last {@code n} items of each chat in its hello. */
  public ProtocolClient history(int n) {
    history = n;
    return this;
  }

  /** Whether it acks what it was sent; it does unless told otherwise. */
  public synchronized ProtocolClient acking(boolean yes) {
    acks = yes;
    return this;
  }

  /** Comes back whenever the line is cut, until {@link #close}. */
  public ProtocolClient returning() {
    returns = true;
    return this;
  }

  /** Comes to the port that {@code next} names, each time. */
  public ProtocolClient at(IntSupplier next) {
    port = next;
    return this;
  }

  /** Records nothing, so that it can run for long. */
  public ProtocolClient forgetting() {
    records = false;
    return this;
  }

  /** Calls {@code each} with every frame, on the client's event loop. */
  public ProtocolClient listening(Consumer<JsonObject> each) {
    listener = each;
    return this;
  }

  // ── what it does ─────────────────────────────────────────────────────────────────────────────

  /** Connects and says hello; gives the {@code welcome}. */
  public Future<JsonObject> connect() {
    return open().compose(open -> hello());
  }

  /** Connects and says nothing. */
  public Future<Void> open() {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port.getAsInt())
            .setURI("/ws/" + connector)
            .addSubProtocol("holdfast.v1");
    return sockets.connect(options).onSuccess(this::opened).mapEmpty();
  }

  private synchronized void opened(WebSocket ws) {
    socket = ws;
    welcome = null;
    welcomed = Promise.promise();
    ws.textMessageHandler(text -> received(new JsonObject(text)));
    ws.closeHandler(gone -> closed(ws));
  }

  /** Says hello on an open connection. */
  public synchronized Future<JsonObject> hello() {
    JsonObject hello = new JsonObject().put("type", "hello").put("client", "protocol-client/1");
    if (!token.isEmpty()) {
      hello.put("token", token);
    }
    if (chats != null) {
      hello.put("chats", new JsonArray(chats));
    }
    if (history > 0) {
      hello.put("history", history);
    }
    send(hello);
    return welcomed.future();
  }

  /** Says {@code text}; gives {@code accepted}, or a {@code rejected} that is not temporary. */
  public Future<JsonObject> say(String chat, String text) {
    return say(UUID.randomUUID().toString(), chat, text);
  }

  /** As {@link #say(String, String)}, under an id of the caller's. */
  public Future<JsonObject> say(String id, String chat, String text) {
    return offer(
        new JsonObject()
            .put("type", "message")
            .put("id", id)
            .put("chat", chat)
            .put("sender", new JsonObject().put("id", "u-1").put("name", "User 1"))
            .put("text", text));
  }

  /** Sends a {@code message} frame until it knows what became of it. */
  public synchronized Future<JsonObject> offer(JsonObject message) {
    String id = message.getString("id");
    Promise<JsonObject> answer = answers.computeIfAbsent(id, first -> Promise.promise());
    unsettled.put(id, message);
    if (welcome != null) {
      send(message);
    }
    return answer.future();
  }

  public void ack(String... deliveries) {
    send(
        new JsonObject()
            .put("type", "ack")
            .put("deliveries", new JsonArray(Arrays.asList(deliveries))));
  }

  /** Sends any frame. */
  public void send(JsonObject frame) {
    sendRaw(frame.encode());
  }

  /** Sends any text. */
  public synchronized void sendRaw(String text) {
    if (socket != null && !socket.isClosed()) {
      socket.writeFinalTextFrame(text);
    }
  }

  /** The WebSocket itself, for what the protocol forbids. */
  public synchronized WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  /** Cuts the line without a word, as a lost network does. */
  public synchronized void cut() {
    if (socket instanceof WebSocketInternal line) {
      line.channelHandlerContext().close();
    }
  }

  /** Goes for good. */
  public synchronized Future<Void> close() {
    ended = true;
    return socket == null ? Future.succeededFuture() : socket.close();
  }

  // ── what it saw ──────────────────────────────────────────────────────────────────────────────

  /** Every frame, in order. */
  public synchronized List<JsonObject> frames() {
    return List.copyOf(frames);
  }

  /** Every frame of a type, in order. */
  public List<JsonObject> frames(String type) {
    return frames().stream().filter(frame -> type.equals(frame.getString("type"))).toList();
  }

  /** Replies and notices, each once, in order. */
  public synchronized List<JsonObject> shown() {
    return List.copyOf(shown);
  }

  /** The texts of {@link #shown}. */
  public List<String> texts() {
    return shown().stream().map(frame -> frame.getString("text")).toList();
  }

  /** With what code each of its connections ended; 1006 for a cut line. */
  public synchronized List<Integer> closeCodes() {
    return List.copyOf(closeCodes);
  }

  /** Messages whose fate it does not know. */
  public synchronized int unsettled() {
    return unsettled.size();
  }

  // ── how it behaves ───────────────────────────────────────────────────────────────────────────

  private synchronized void received(JsonObject frame) {
    if (records) {
      frames.add(frame);
    }
    switch (frame.getString("type")) {
      case "welcome" -> welcomed(frame);
      case "accepted" -> settled(frame);
      case "rejected" -> rejected(frame);
      case "reply", "notice" -> delivered(frame);
      case "goaway" -> reconnectAfter = frame.getLong("reconnectAfter");
      default -> {}
    }
    listener.accept(frame);
  }

  private void welcomed(JsonObject frame) {
    welcome = frame;
    unsettled.values().forEach(this::send);
    welcomed.complete(frame);
  }

  private void settled(JsonObject frame) {
    unsettled.remove(frame.getString("id"));
    Promise<JsonObject> answer = answers.remove(frame.getString("id"));
    if (answer != null) {
      answer.complete(frame);
    }
  }

  private void rejected(JsonObject frame) {
    JsonObject message = unsettled.get(frame.getString("id"));
    if (message == null || !returns || !TEMPORARY.contains(frame.getString("code"))) {
      settled(frame);
      return;
    }
    vertx.setTimer(frame.getLong("retryAfter", RETRY_MILLIS), again -> send(message));
  }

  private void delivered(JsonObject frame) {
    String delivery = frame.getString("delivery");
    if (seen.add(delivery) && records) {
      shown.add(frame);
    }
    if (acks) {
      ack(delivery);
    }
  }

  private synchronized void closed(WebSocket ws) {
    Short code = ws.closeStatusCode();
    closeCodes.add(code == null ? 1006 : code.intValue());
    welcome = null;
    welcomed.tryFail("closed with " + code);
    if (returns && !ended) {
      vertx.setTimer(Math.max(1, reconnectAfter), now -> comeBack());
      reconnectAfter = RETRY_MILLIS;
    }
  }

  private void comeBack() {
    connect()
        .onFailure(
            cause -> {
              if (!ended) {
                vertx.setTimer(RETRY_MILLIS, now -> comeBack());
              }
            });
  }
}
