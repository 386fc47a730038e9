package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes the configuration of the real process while it works. */
@DisplayName("The real gateway, reconfigured by SIGHUP,")
class RealReloadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Each look reads the whole log. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private static final int CHATS = 40;
  private static final int CHANGES = 50;

  /** Of 40 chats one message each every 200 ms: 200 messages a second. */
  private static final long PERIOD = 200;

  @TempDir Path directory;
  private Vertx vertx;
  private WebSocketClient sockets;
  private RealGateway gateway;
  private ProtocolClient client;

  @BeforeEach
  void start() throws IOException {
    vertx = Vertx.vertx();
    sockets = vertx.createWebSocketClient();
    gateway = new RealGateway(directory, config("150ms", 32768)).start();
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
    client.connect().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void end() {
    gateway.destroy();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The watching is off: what is applied is what the signal asked for. */
  private static String config(String pace, int text) {
    return """
        drain-timeout: 30s
        watch: false
        store: {sqlite: holdfast.db}
        connectors: {web: {type: websocket, limits: {text: %d}}}
        runners: {demo: {type: demo, pace: %s}}
        """
        .formatted(text, pace);
  }

  @Test
  @DisplayName(
      "S38: refuses a file that is cut short and never writes it; the last good one goes on")
  void badFile() throws Exception {
    String broken = "runners: {demo: {type";
    gateway.configure(broken);
    byte[] written = Files.readAllBytes(gateway.file());
    gateway.signal("HUP");
    await().atMost(PATIENCE).until(() -> gateway.log().contains("reload=refused"));
    assertThat(Files.readAllBytes(gateway.file())).isEqualTo(written);
    client.say("a", "work for 1 steps");
    await().atMost(PATIENCE).until(() -> replies("a").size() == 1);

    gateway.configure(config("100ms", 32768));
    gateway.signal("HUP");
    await().atMost(PATIENCE).until(() -> gateway.log().contains("reload=done"));
    assertThat(gateway.log()).contains("redeploy runner demo: pace: 150ms \u2192 100ms");
  }

  @Test
  @DisplayName("S40: and stopped at the same moment: both drains end, every marker is right")
  void reloadAndTerm() throws Exception {
    client.say("long", "work for 300 steps");
    await().atMost(PATIENCE).until(() -> client.frames("progress").size() > 2);
    gateway.configure(config("100ms", 32768));
    gateway.signal("HUP");
    await().atMost(PATIENCE).until(() -> gateway.query("SELECT count(*) FROM marker").equals("1"));
    gateway.signal("TERM");
    await().atMost(PATIENCE).until(() -> gateway.log().contains("reason=SHUTDOWN"));
    // The turn ends in time for neither drain: the wait for it is over now.
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(gateway.query("SELECT reason FROM marker")).isEqualTo("REDEPLOY");
    assertThat(gateway.query("SELECT state FROM turn")).isEqualTo("INTERRUPTED");
    gateway.configure(config("1ms", 32768));
    gateway.start();
    await().atMost(PATIENCE).until(() -> replies("long").size() == 1);
    assertThat(replies("long").get(0).getString("text").lines().filter(l -> l.contains("attempt")))
        .hasSize(300)
        .doesNotHaveDuplicates();
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
  }

  @Test
  @DisplayName(
      "50 times under 200 messages a second: nothing lost, nothing doubled, everything in order")
  void underLoad() throws Exception {
    gateway.configure(config("10ms", 32768));
    gateway.signal("HUP");
    await().atMost(PATIENCE).until(() -> done() == 1);
    List<Future<JsonObject>> answers = new CopyOnWriteArrayList<>();
    AtomicInteger rounds = new AtomicInteger();
    long load =
        vertx.setPeriodic(
            PERIOD,
            tick -> {
              int round = rounds.incrementAndGet();
              for (int chat = 0; chat < CHATS; chat++) {
                answers.add(client.say("c" + chat + "-" + round, "c" + chat, task(round)));
              }
            });
    for (int change = 1; change <= CHANGES; change++) {
      // Each changes the runner, and each fifth the connector, too: its clients have to come back.
      gateway.configure(config(10 + change % 2 + "ms", 32768 + change / 5));
      gateway.signal("HUP");
      int applied = change + 1;
      int due = change;
      await()
          .atMost(PATIENCE)
          .pollInterval(LOOK)
          .until(() -> done() == applied && rounds.get() >= due);
    }
    vertx.cancelTimer(load);
    int sent = rounds.get();
    await().atMost(PATIENCE).until(() -> client.unsettled() == 0);
    for (int chat = 0; chat < CHATS; chat++) {
      String name = "c" + chat;
      await().atMost(PATIENCE).until(() -> replies(name).size() >= sent);
      List<String> expected = new ArrayList<>();
      for (int round = 1; round <= sent; round++) {
        expected.add(answer(round));
      }
      assertThat(replies(name)).extracting(RealReloadIT::said).isEqualTo(expected);
    }
    assertThat(answers)
        .hasSize(sent * CHATS)
        .allMatch(answer -> "accepted".equals(answer.result().getString("type")));
    assertThat(logged()).doesNotContain("failed=", "WARN  ", "ERROR ");
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'")).isEqualTo("0");
  }

  /** Every other task has steps, so that a redeploy meets it in its middle. */
  private static String task(int round) {
    return round % 2 == 0 ? "work for 3 steps" : "m" + round;
  }

  private static String answer(int round) {
    return round % 2 == 0 ? "step 1 step 2 step 3" : "echo: m" + round;
  }

  /** Without the attempt in which each step ran. */
  private static String said(JsonObject reply) {
    return reply.getString("text").replaceAll(" attempt \\d+", "").replace('\n', ' ').strip();
  }

  /** Without what Vert.x warns of where the machine stalls. */
  private String logged() {
    return gateway
        .log()
        .lines()
        .filter(line -> !line.contains("BlockedThreadChecker"))
        .collect(Collectors.joining("\n"));
  }

  private long done() {
    return gateway.log().lines().filter(line -> line.contains("reload=done failures=[]")).count();
  }

  private List<JsonObject> replies(String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }
}
