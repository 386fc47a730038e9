package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.QuickStart;
import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More files wait for a client than the heap has room for. */
@DisplayName("A gateway with a small heap")
class BacklogIT {

  private static final int REPLIES = 16;

  /** Of each file, in characters of base64. */
  private static final int SIZE = 2 << 20;

  private static final String CONFIG =
      """
      store: {sqlite: holdfast.db}
      connectors: {web: {type: websocket, limits: {frame: 16777216}}}
      runners: {demo: {type: demo}}
      """;

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions().setMaxFrameSize(2 * SIZE).setMaxMessageSize(2 * SIZE));

  @SuppressWarnings("NullAway.Init")
  private RealGateway gateway;

  @BeforeEach
  void start() throws Exception {
    List<String> jvm = new ArrayList<>(QuickStart.options());
    jvm.addAll(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
    gateway = new RealGateway(directory, CONFIG, jvm).start();
  }

  @AfterEach
  void end() throws Exception {
    gateway.destroy();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private ProtocolClient client() {
    return ProtocolClient.of(vertx, sockets, gateway.port(), "web").chats("c");
  }

  private static JsonObject message(int number) {
    return new JsonObject()
        .put("type", "message")
        .put("id", "m" + number)
        .put("chat", "c")
        .put("sender", new JsonObject().put("id", "u"))
        .put("text", "look " + number)
        .put(
            "attachments",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "file")
                        .put("type", "application/octet-stream")
                        .put("data", "A".repeat(SIZE - 4) + "%04d".formatted(number))));
  }

  @Test
  @DisplayName(
      "S05, S06: that was killed gives a client all the large files that wait for it, in order")
  void gives() throws Exception {
    ProtocolClient asks = client().acking(false);
    asks.connect().toCompletionStage().toCompletableFuture().join();
    for (int i = 0; i < REPLIES; i++) {
      assertThat(
              asks.offer(message(i))
                  .toCompletionStage()
                  .toCompletableFuture()
                  .join()
                  .getString("type"))
          .isEqualTo("accepted");
    }
    await()
        .until(
            () ->
                gateway
                    .query("SELECT count(*) FROM delivery WHERE state = 'PENDING'")
                    .equals(Integer.toString(REPLIES)));
    gateway.kill();
    gateway.start();

    List<String> given = new CopyOnWriteArrayList<>();
    ProtocolClient comes =
        client()
            .forgetting()
            .listening(
                frame -> {
                  if ("reply".equals(frame.getString("type"))) {
                    JsonObject file = frame.getJsonArray("attachments").getJsonObject(0);
                    given.add(frame.getString("text") + file.getString("data").substring(SIZE - 4));
                  }
                });
    comes.connect().toCompletionStage().toCompletableFuture().join();
    await().until(() -> given.size() == REPLIES || !gateway.isAlive());

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < REPLIES; i++) {
      expected.add("echo: look " + i + "%04d".formatted(i));
    }
    assertThat(given).isEqualTo(expected);
    assertThat(gateway.isAlive()).isTrue();
  }
}
