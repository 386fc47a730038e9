package io.holdfast.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.process.ProcessTable;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A real gateway with a coding agent that somebody else made:")
class AgentsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STARTED = Pattern.compile("agent started .* pid=(\\d+)");
  private static final Pattern SESSION = Pattern.compile("agent session open .* id=(\\S+)");

  /** Chats that each have a turn when something is killed in {@link #nothingIsLeft}. */
  private static final int CHATS = 4;

  /** How often something is: 25 times make a hundred turns. */
  private static final int KILLS = Integer.getInteger("holdfast.agents.kills", 2);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final String mark = UUID.randomUUID().toString();
  private ScriptedModel model;
  private RealGateway gateway;
  private ProtocolClient client;

  /** Fails, with what to do, where there are no agents: nothing is proven without. */
  @BeforeAll
  static void assertInstalled() throws Exception {
    Process tools =
        new ProcessBuilder("scripts/tools", "node", "agents").redirectErrorStream(true).start();
    String said = new String(tools.getInputStream().readAllBytes());
    assertThat(tools.waitFor())
        .as("scripts/tools node agents is to install Node and the agents, and says: %s", said)
        .isZero();
  }

  @BeforeEach
  void open() throws Exception {
    model = ScriptedModel.open(vertx).await(20, TimeUnit.SECONDS);
  }

  private void start(Brand brand) throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    JsonObject environment = new JsonObject();
    brand.environment(home, model.url()).forEach(environment::put);
    gateway =
        new RealGateway(
            directory,
            """
            drain-timeout: 10s
            store: {sqlite: holdfast.db}
            runners:
              coder:
                type: acp
                command: %s
                env: %s
                workspaces: workspaces
                grace: 2s
            """
                .formatted(
                    new JsonArray(brand.command()).encode(),
                    environment.put("PROOF", mark).encode()));
    gateway.start();
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
    client.connect().await(60, TimeUnit.SECONDS);
  }

  /** Nothing may be left of an agent, whatever was done to it. */
  @AfterEach
  void clean() throws Exception {
    if (gateway != null && gateway.isAlive()) {
      gateway.signal("TERM");
      assertThat(gateway.awaitEnd()).isZero();
      patiently().until(() -> alive().isEmpty());
    }
    if (gateway != null) {
      gateway.destroy();
    }
    alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
  }

  /** The processes of agents, and of all that they started. */
  private List<Long> alive() {
    return ProcessTable.find(entry -> entry.has("PROOF=" + mark)).stream()
        .map(ProcessHandle::pid)
        .toList();
  }

  private List<String> texts(String type) {
    return client.shown().stream()
        .filter(frame -> type.equals(frame.getString("type")))
        .map(frame -> frame.getString("text").strip())
        .toList();
  }

  private List<String> replies() {
    return texts("reply");
  }

  private void awaitReply(String text) {
    patiently().untilAsserted(() -> assertThat(replies()).endsWith(text));
  }

  private void awaitNotice(String part) {
    patiently().until(() -> texts("notice").stream().anyMatch(text -> text.contains(part)));
  }

  private void awaitShown(int deltas) {
    int before = client.frames("delta").size();
    patiently().until(() -> client.frames("delta").size() >= before + deltas);
  }

  private void say(String user, String text) {
    say("lobby", user, text);
  }

  private void say(String chat, String user, String text) {
    client.offer(
        JsonObject.of("type", "message", "id", UUID.randomUUID().toString(), "chat", chat)
            .put("sender", JsonObject.of("id", user, "name", user))
            .put("text", text));
  }

  /** The answer that the last question offers, as a button would send it. */
  private String offered(String label) {
    return client.shown().stream()
        .filter(frame -> frame.containsKey("options"))
        .reduce((before, last) -> last)
        .orElseThrow()
        .getJsonArray("options")
        .stream()
        .map(JsonObject.class::cast)
        .filter(option -> label.equals(option.getString("label")))
        .map(option -> option.getString("text"))
        .findFirst()
        .orElseThrow();
  }

  /** One that is not permitted what it wants says so, or gives up. */
  private static boolean ended(JsonObject turn) {
    return Set.of("done", "failed").contains(turn.getString("state"));
  }

  /** What the log has of a life, so far. */
  private List<String> logged(Pattern pattern) {
    return pattern.matcher(gateway.log()).results().map(found -> found.group(1)).toList();
  }

  private long ran() {
    try (Stream<Path> files = Files.walk(directory.resolve("workspaces"))) {
      List<Path> found = files.filter(file -> file.endsWith("ran.txt")).toList();
      return found.isEmpty() ? 0 : Files.readAllLines(found.get(0)).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Brand.class)
  @DisplayName("it streams, asks for permission, is told yes and no, and is cancelled,")
  void works(Brand brand) throws Exception {
    start(brand);
    say("ann", "COUNT 5");
    awaitReply("1 2 3 4 5");
    assertThat(client.frames("delta")).hasSizeGreaterThan(1);

    say("ann", "RUN(echo ran >> ran.txt)");
    awaitNotice("echo ran >> ran.txt");
    assertThat(ran()).isZero();
    say("ann", offered("Approve"));
    awaitReply("The tool said something.");
    assertThat(ran()).isEqualTo(1);

    say("ann", "RUN(echo no >> ran.txt)");
    awaitNotice("echo no >> ran.txt");
    say("ann", offered("Deny"));
    patiently().until(() -> client.frames("turn").stream().filter(AgentsIT::ended).count() == 3);
    assertThat(ran()).isEqualTo(1);

    say("ann", "COUNT 1000");
    awaitShown(3);
    say("ann", "/stop");
    awaitNotice("Stopped.");
    say("ann", "hello");
    awaitReply("You said something.");
    assertThat(logged(SESSION)).containsOnly(logged(SESSION).get(0));
    assertThat(model.asked().get(model.asked().size() - 1)).contains("COUNT 5", "hello");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Brand.class)
  @DisplayName("S01: the gateway is killed in mid-turn: its session goes on, and answers once,")
  void gatewayKilled(Brand brand) throws Exception {
    start(brand);
    say("ann", "COUNT 1000");
    awaitShown(3);
    String session = logged(SESSION).get(0);
    gateway.kill();
    gateway.start();

    awaitReply("I went on.");
    assertThat(logged(SESSION)).containsExactly(session);
    // Qwen Code says that it can resume and has no such method: its session is loaded.
    assertThat(gateway.log().contains("agent session not gone on with"))
        .isEqualTo(brand == Brand.QWEN);
    say("ann", "hello");
    awaitReply("You said something.");
    assertThat(replies()).containsExactly("I went on.", "You said something.");
    assertThat(model.asked().get(model.asked().size() - 1)).contains("COUNT 1000", "hello");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Brand.class)
  @DisplayName("it alone is killed in mid-turn: it is started again, and answers once,")
  void agentKilled(Brand brand) throws Exception {
    start(brand);
    say("ann", "COUNT 1000");
    awaitShown(3);
    killAgent();

    awaitReply("I went on.");
    assertThat(replies()).containsExactly("I went on.");
    assertThat(logged(SESSION)).hasSize(2).containsOnly(logged(SESSION).get(0));
    assertThat(gateway.query("SELECT max(attempt) FROM turn")).isEqualTo("1");
  }

  private void killAgent() {
    List<String> started = logged(STARTED);
    long pid = Long.parseLong(started.get(started.size() - 1));
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Brand.class)
  @DisplayName(
      "S30: it asks, the gateway is killed, two people say yes at the same moment: it acts once,")
  void askedBeforeAKill(Brand brand) throws Exception {
    start(brand);
    say("ann", "RUN(echo ran >> ran.txt)");
    awaitNotice("echo ran >> ran.txt");
    gateway.kill();
    gateway.start();
    patiently().until(() -> !client.frames("welcome").isEmpty());
    say("ann", "/approve");
    say("ben", "/approve");

    awaitReply("The tool said something.");
    assertThat(ran()).isEqualTo(1);
    patiently()
        .until(
            () ->
                gateway.query("SELECT count(*) FROM message WHERE text = '/approve'").equals("2"));
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'")).isEqualTo("0");
    assertThat(
            gateway.query("SELECT count(*) FROM step WHERE key LIKE 'used-%' AND state = 'RESULT'"))
        .isEqualTo("1");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Brand.class)
  @DisplayName("after many turns with kills, of it and of the gateway, no process is left,")
  void nothingIsLeft(Brand brand) throws Exception {
    start(brand);
    for (int kill = 1; kill <= KILLS; kill++) {
      IntStream.range(0, CHATS).forEach(chat -> say("chat-" + chat, "ann", "COUNT 1000"));
      long turns = (long) CHATS * kill;
      patiently().until(() -> speaking() == turns);
      if (kill % 2 == 0) {
        alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      } else {
        gateway.kill();
        gateway.start();
      }
      patiently().until(() -> replies().size() == turns);
    }
    assertThat(replies()).containsOnly("I went on.");
    gateway.kill();
    gateway.start();
    patiently().until(() -> alive().isEmpty());
  }

  /** How many turns have been heard of. */
  private long speaking() {
    return client.frames("delta").stream().map(frame -> frame.getString("turn")).distinct().count();
  }
}
