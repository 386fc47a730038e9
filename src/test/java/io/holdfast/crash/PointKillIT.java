package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real process with SIGKILL at the points that {@link CrashIT} and {@link StopCrashIT}
 * have not: one life after the other on the same directory, a point each.
 */
@DisplayName("The real gateway, killed at one point after the other,")
class PointKillIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Vertx vertx;
  private WebSocketClient sockets;
  private RealGateway gateway;
  private ProtocolClient client;

  @BeforeEach
  void prepare() throws IOException {
    vertx = Vertx.vertx();
    sockets = vertx.createWebSocketClient();
    gateway = new RealGateway(directory, config(100));
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
  }

  @AfterEach
  void clean() {
    gateway.destroy();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** So many lives end so soon after one another that nobody's turn is to blame for it. */
  private static String config(int pace) {
    return """
        drain-timeout: 3s
        watch: false
        resume: {max-interruptions: 100}
        store: {sqlite: holdfast.db}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(pace);
  }

  private void connect() {
    client.connect().toCompletionStage().toCompletableFuture().join();
  }

  private static List<String> points(String prefix) {
    return Arrays.stream(Failpoint.values())
        .map(Failpoint::point)
        .filter(point -> point.startsWith(prefix))
        .toList();
  }

  @Test
  @DisplayName("S01, S11: in its boot and in its first commits, ends the interrupted turn, once")
  void boot() throws Exception {
    gateway.start();
    connect();
    client.say("a", "work for 12 steps");
    await().atMost(PATIENCE).until(() -> client.frames("progress").size() > 2);
    gateway.kill();
    for (String prefix : List.of("batch-", "boot-")) {
      for (String point : points(prefix)) {
        gateway.launch(point);
        assertThat(gateway.awaitEnd()).as(point).isEqualTo(RealGateway.KILLED);
      }
    }
    gateway.start();
    assertAnswered("a", 12);
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("S06, S18, S20: between it and its client, answers each message once")
  void client() throws Exception {
    List<String> points =
        List.of(
            "message-read",
            "accepted-written",
            "store.accept.before",
            "delivery-written",
            "receipt-read",
            "store.delivered.before",
            "store.delivered.after");
    gateway.start(points.get(0));
    connect();
    for (String point : points) {
      if (!gateway.isAlive()) {
        // Its client may meet the point before it has said that it is ready.
        gateway.launch(point);
      }
      client.say(point, "work for 1 steps");
      assertThat(gateway.awaitEnd()).as(point).isEqualTo(RealGateway.KILLED);
    }
    gateway.start();
    for (String point : points) {
      assertAnswered(point, 1);
    }
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("S40: in a reload, goes on with what the file says, and ends each turn, once")
  void reload() throws Exception {
    int pace = 100;
    for (String point : points("reload-")) {
      gateway.start(point);
      if (client.frames().isEmpty()) {
        connect();
      }
      int seen = client.frames("progress").size();
      client.say(point, "work for 12 steps");
      await().atMost(PATIENCE).until(() -> client.frames("progress").size() > seen);
      gateway.configure(config(++pace));
      gateway.signal("HUP");
      assertThat(gateway.awaitEnd()).as(point).isEqualTo(RealGateway.KILLED);
    }
    gateway.start();
    for (String point : points("reload-")) {
      assertAnswered(point, 12);
    }
    assertNothingIsLeft();
  }

  private List<JsonObject> replies(String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }

  private void assertAnswered(String chat, int steps) {
    await().atMost(PATIENCE).until(() -> !replies(chat).isEmpty());
    assertThat(replies(chat)).as(chat).hasSize(1);
    assertThat(replies(chat).get(0).getString("text").lines())
        .filteredOn(line -> line.startsWith("step "))
        .hasSize(steps)
        .extracting(line -> line.replaceAll(" attempt.*", ""))
        .doesNotHaveDuplicates();
  }

  /** After quiet: no marker, nothing running, nothing unsent. */
  private void assertNothingIsLeft() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.query("SELECT count(*) FROM delivery WHERE state = 'PENDING'").equals("0"));
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'")).isEqualTo("0");
  }
}
