package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
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
import org.junit.jupiter.api.io.TempDir;

/** A real gateway that is ended and started again, and a client that sees what becomes of it. */
abstract class CrashCase {

  static final int STEPS = 100;
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  /** As long as a test may need to strike; what then is left to do takes no time. */
  static final int SLOWLY = 200;

  static final int AT_ONCE = 1;

  @TempDir Path directory;
  private Vertx vertx;
  private WebSocketClient sockets;
  RealGateway gateway;
  ProtocolClient client;

  @BeforeEach
  void prepare() throws Exception {
    vertx = Vertx.vertx();
    sockets = vertx.createWebSocketClient();
    gateway = new RealGateway(directory, config("10s", SLOWLY));
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
  }

  @AfterEach
  void clean() {
    gateway.destroy();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  static String config(String drain, int pace) {
    return """
        drain-timeout: %s
        store: {sqlite: holdfast.db}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(drain, pace);
  }

  /** The next life, the last one: it does what is left at once. */
  void startAgain() throws Exception {
    gateway.configure(config("10s", AT_ONCE));
    gateway.start();
  }

  // ── what a client sees ───────────────────────────────────────────────────────────────────────

  void connect() {
    client.connect().toCompletionStage().toCompletableFuture().join();
  }

  void awaitStep(String chat, int step) {
    await().atMost(PATIENCE).until(() -> lastStep(chat) >= step);
  }

  int lastStep(String chat) {
    return client.frames("progress").stream()
        .filter(frame -> turns(chat).contains(frame.getString("turn")))
        .mapToInt(frame -> frame.getInteger("step"))
        .max()
        .orElse(0);
  }

  List<String> turns(String chat) {
    return client.frames("turn").stream()
        .filter(frame -> chat.equals(frame.getString("chat")))
        .map(frame -> frame.getString("turn"))
        .distinct()
        .toList();
  }

  List<JsonObject> replies(String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }

  void awaitReplies(String... chats) {
    for (String chat : chats) {
      await().atMost(PATIENCE).until(() -> !replies(chat).isEmpty());
    }
  }

  /** Why the turns of a chat were resumed, as their timelines say. */
  List<String> reasons(String chat) {
    List<String> reasons = new ArrayList<>();
    gateway.rows(
        "SELECT l.detail FROM timeline l JOIN turn t ON t.seq = l.turn JOIN session s ON s.id ="
            + " t.session WHERE l.event = 'resumed' AND s.chat = '"
            + chat
            + "'",
        row -> reasons.add(row.getString(1).toLowerCase(Locale.ROOT)));
    return reasons;
  }

  void assertAnsweredOnce(String chat, int steps, Map<Integer, Integer> before) {
    assertAnsweredOnce(chat, steps, before, 1);
  }

  /** Each step stands in the reply once, in order, and ran where the journal had it already. */
  void assertAnsweredOnce(String chat, int steps, Map<Integer, Integer> before, int messages) {
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
  void assertNothingIsLeft() {
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
  Map<Integer, Integer> journaled() {
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
