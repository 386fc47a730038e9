package io.holdfast.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client that keeps to the protocol and does as little as it can besides: it acks what it gets,
 * and tells of what was accepted and of replies. Confined to the event loop of its socket.
 */
final class LoadClient {

  private static final String ACCEPTED = "{\"type\":\"accepted\"";
  private static final String REPLY = "{\"type\":\"reply\"";
  private static final String WELCOME = "{\"type\":\"welcome\"";
  private static final String REJECTED = "{\"type\":\"rejected\"";
  private static final int ACKS = 32;

  private final WebSocket socket;
  private final Promise<LoadClient> welcomed = Promise.promise();
  private final List<String> acks = new ArrayList<>();
  private Consumer<String> onAccepted = id -> {};
  private Runnable onReply = () -> {};

  private LoadClient(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(this::received);
  }

  /** Connects, and subscribes to these chats. */
  static Future<LoadClient> connect(WebSocketClient sockets, int port, List<String> chats) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ws/web")
            .addSubProtocol("holdfast.v1");
    return sockets.connect(options).compose(socket -> new LoadClient(socket).hello(chats));
  }

  private Future<LoadClient> hello(List<String> chats) {
    JsonObject hello =
        new JsonObject()
            .put("type", "hello")
            .put("client", "bench/1")
            .put("chats", new JsonArray(chats));
    socket.writeTextMessage(hello.encode());
    return welcomed.future();
  }

  /** Calls {@code each} with the id of every message that was accepted. */
  void onAccepted(Consumer<String> each) {
    onAccepted = each;
  }

  /** Calls {@code each} for every reply. */
  void onReply(Runnable each) {
    onReply = each;
  }

  void say(String id, String chat, String text) {
    socket.writeTextMessage(
        "{\"type\":\"message\",\"id\":\""
            + id
            + "\",\"chat\":\""
            + chat
            + "\",\"sender\":{\"id\":\""
            + chat
            + "\"},\"text\":\""
            + text
            + "\"}");
  }

  private void received(String frame) {
    if (frame.startsWith(ACCEPTED)) {
      onAccepted.accept(new JsonObject(frame).getString("id"));
    } else if (frame.startsWith(REPLY)) {
      ack(new JsonObject(frame).getString("delivery"));
      onReply.run();
    } else if (frame.startsWith(WELCOME)) {
      welcomed.tryComplete(this);
    } else if (frame.startsWith(REJECTED)) {
      throw new IllegalStateException(frame);
    }
  }

  private void ack(String delivery) {
    acks.add(delivery);
    if (acks.size() == ACKS) {
      flushAcks();
    }
  }

  void flushAcks() {
    if (!acks.isEmpty()) {
      JsonObject ack =
          new JsonObject().put("type", "ack").put("deliveries", new JsonArray(List.copyOf(acks)));
      acks.clear();
      socket.writeTextMessage(ack.encode());
    }
  }
}
