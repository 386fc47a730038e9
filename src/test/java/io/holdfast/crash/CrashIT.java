package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the real process with SIGKILL at each link of the stop chain and at each hand-over of a
 * turn, starts it again, and judges by what a client sees.
 */
class CrashIT {

  private static final int STEPS = 40;
  private static final int WATCHDOG = 70;
  private static final String DONE = "SELECT count(*) FROM turn WHERE state = 'DONE'";
  private static final String ENDED = " WHERE t.state IN ('DONE', 'FAILED', 'CANCELLED')";
  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** As long as a test may need to strike; what then is left to do takes no time. */
  private static final int SLOWLY = 200;

  private static final int AT_ONCE = 10;

  @TempDir Path directory;
  private Vertx vertx;
  private WebSocketClient sockets;
  private RealGateway gateway;
  private ProtocolClient client;

  @BeforeEach
  void prepare() throws Exception {
    vertx = Vertx.vertx();
    sockets = vertx.createWebSocketClient();
    gateway = new RealGateway(directory, config("3s", SLOWLY));
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
  }

  @AfterEach
  void clean() {
    gateway.destroy();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static String config(String drain, int pace) {
    return """
        drain-timeout: %s
        store: {sqlite: holdfast.db}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(drain, pace);
  }

  /** The next life, the last one: it does what is left at once. */
  private void startAgain() throws Exception {
    gateway.configure(config("3s", AT_ONCE));
    gateway.start();
  }

  @ParameterizedTest(name = "killed at {0}: resumed, reason {1}")
  @CsvSource({
    "store.mark.before, crash",
    "store.mark.after, shutdown",
    "stop-waiting, shutdown",
    "stop-deadline, shutdown"
  })
  @DisplayName("S01, S12: SIGKILL at a link of the stop chain, up to the end of its wait")
  void stopChain(String failpoint, String reason) throws Exception {
    gateway.start(failpoint);
    workOnTwo();
    gateway.signal("TERM");
    assertGoesOnAfterTheKill(reason);
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"stop-settled", "stop-drained", "stop-flushed", "stop-before-close"})
  @DisplayName("S01, S12: SIGKILL at a link of the stop chain, after its wait")
  void afterTheWait(String failpoint) throws Exception {
    gateway.configure(config("30s", SLOWLY));
    gateway.start(failpoint);
    workOnTwo();
    gateway.signal("TERM");
    await().atMost(PATIENCE).until(() -> gateway.query(DONE).equals("1"));
    // What else there is to wait for does not end in time: the wait is over now.
    gateway.signal("TERM");
    assertGoesOnAfterTheKill("shutdown");
  }

  private void workOnTwo() {
    connect();
    client.say("long", "work for " + STEPS + " steps");
    client.say("short", "work for 6 steps");
    awaitStep("long", 3);
  }

  private void assertGoesOnAfterTheKill(String reason) throws Exception {
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);

    assertThat(gateway.query("SELECT count(*) FROM marker m JOIN turn t ON t.seq = m.turn" + ENDED))
        .isEqualTo("0");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long", "short");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly(reason);
    assertNothingIsLeft();
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(
      strings = {
        "store.accept.after",
        "claimed",
        "store.intend.after",
        "step-effect",
        "store.finish.before",
        "store.finish.after"
      })
  @DisplayName("S02, S05, S06, S13: SIGKILL at a hand-over of a turn, with no stop at all")
  void handOver(String failpoint) throws Exception {
    gateway.start(failpoint);
    connect();
    client.say("m1", "long", "work for 3 steps");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);

    Map<Integer, Integer> before = journaled();
    gateway.start();
    awaitReplies("long");
    assertAnsweredOnce("long", 3, before);
    assertThat(reasons("long")).isSubsetOf("crash");
    assertThat(gateway.query("SELECT count(*) FROM message")).isEqualTo("1");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "S05, S12: SIGKILL in mid-turn goes on where it was, again and again, and answers once")
  void midTurn() throws Exception {
    gateway.start();
    connect();
    client.say("long", "work for " + STEPS + " steps");
    client.say("long", "hello");
    Map<Integer, Integer> before = new TreeMap<>();
    for (int life = 1; life <= 3; life++) {
      awaitStep("long", 5 * life);
      gateway.kill();
      before.putAll(journaled());
      if (life < 3) {
        gateway.start();
      } else {
        startAgain();
      }
    }
    assertThat(gateway.leftInTemporaryDirectory()).isEmpty();
    await().atMost(PATIENCE).until(() -> replies("long").size() == 2);
    assertAnsweredOnce("long", STEPS, before, 2);
    assertThat(reasons("long")).containsOnly("crash");
    assertThat(replies("long").get(1).getString("text")).isEqualTo("echo: hello");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "a stop that ends in time leaves no marker, exits 0 and tells its clients to come back")
  void cleanStop() throws Exception {
    gateway.start();
    connect();
    client.say("short", "work for 3 steps");
    awaitStep("short", 1);
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
    assertThat(gateway.query("SELECT state FROM turn")).isEqualTo("DONE");
    assertThat(client.frames("goaway")).hasSize(1);
    gateway.start();
    awaitReplies("short");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("S37: SIGTERM twice ends the wait; the turn is resumed and answers once")
  void secondSignal() throws Exception {
    gateway.configure(config("60s", SLOWLY));
    gateway.start();
    connect();
    client.say("long", "work for " + STEPS + " steps");
    awaitStep("long", 2);
    gateway.signal("TERM");
    await().atMost(PATIENCE).until(() -> gateway.query("SELECT count(*) FROM marker").equals("1"));
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(gateway.log()).contains("signal=second");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly("shutdown");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "S36: a gateway whose event loop is frozen is ended by its watchdog, and goes on after")
  void frozen() throws Exception {
    gateway.start("store.mark.after=hang");
    connect();
    client.say("long", "work for " + STEPS + " steps");
    awaitStep("long", 3);
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isEqualTo(WATCHDOG);
    assertThat(gateway.log()).contains("watchdog=halt").contains("holdfast-store-writer");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly("shutdown");
    assertNothingIsLeft();
  }

  // ── what a client sees ───────────────────────────────────────────────────────────────────────

  private void connect() {
    client.connect().toCompletionStage().toCompletableFuture().join();
  }

  private void awaitStep(String chat, int step) {
    await().atMost(PATIENCE).until(() -> lastStep(chat) >= step);
  }

  private int lastStep(String chat) {
    return client.frames("progress").stream()
        .filter(frame -> turns(chat).contains(frame.getString("turn")))
        .mapToInt(frame -> frame.getInteger("step"))
        .max()
        .orElse(0);
  }

  private List<String> turns(String chat) {
    return client.frames("turn").stream()
        .filter(frame -> chat.equals(frame.getString("chat")))
        .map(frame -> frame.getString("turn"))
        .distinct()
        .toList();
  }

  private List<JsonObject> replies(String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }

  private void awaitReplies(String... chats) {
    for (String chat : chats) {
      await().atMost(PATIENCE).until(() -> !replies(chat).isEmpty());
    }
  }

  /** Why the turns of a chat were resumed, as their timelines say. */
  private List<String> reasons(String chat) {
    List<String> reasons = new ArrayList<>();
    gateway.rows(
        "SELECT l.detail FROM timeline l JOIN turn t ON t.seq = l.turn JOIN session s ON s.id ="
            + " t.session WHERE l.event = 'resumed' AND s.chat = '"
            + chat
            + "'",
        row -> reasons.add(row.getString(1).toLowerCase(Locale.ROOT)));
    return reasons;
  }

  private void assertAnsweredOnce(String chat, int steps, Map<Integer, Integer> before) {
    assertAnsweredOnce(chat, steps, before, 1);
  }

  /** Each step stands in the reply once, in order, and ran where the journal had it already. */
  private void assertAnsweredOnce(
      String chat, int steps, Map<Integer, Integer> before, int messages) {
    assertThat(replies(chat)).hasSize(messages);
    List<Integer> order = new ArrayList<>();
    Map<Integer, Integer> attempts = new TreeMap<>();
    Matcher line = LINE.matcher(replies(chat).get(0).getString("text"));
    while (line.find()) {
      order.add(Integer.parseInt(line.group(1)));
      attempts.put(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)));
    }
    assertThat(order).hasSize(steps).isSorted().doesNotHaveDuplicates();
    assertThat(attempts).containsAllEntriesOf(before);
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

  // ── what the file says ───────────────────────────────────────────────────────────────────────

  /** The steps of the long turn that have a RESULT, with the attempt in which they ran. */
  private Map<Integer, Integer> journaled() {
    Map<Integer, Integer> steps = new TreeMap<>();
    gateway.rows(
        "SELECT p.result FROM step p JOIN turn t ON t.seq = p.turn JOIN session s ON s.id ="
            + " t.session WHERE p.state = 'RESULT' AND s.chat = 'long'",
        row -> {
          Matcher line = LINE.matcher(row.getString(1));
          if (line.find()) {
            steps.put(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)));
          }
        });
    return steps;
  }
}
