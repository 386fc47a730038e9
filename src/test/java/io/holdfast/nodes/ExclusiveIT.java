package io.holdfast.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.store.postgres.OwnSchema;
import io.holdfast.store.postgres.Server;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of several gateways with one bot's token")
class ExclusiveIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final OwnSchema schema = new OwnSchema(vertx, Server.uri());
  private final Map<String, Process> nodes = new ConcurrentHashMap<>();
  private Platform platform;

  @BeforeEach
  void prepare() throws Exception {
    platform = get(Platform.open(vertx));
  }

  @AfterEach
  void clean() throws Exception {
    for (Process node : nodes.values()) {
      node.destroyForcibly().waitFor();
    }
    schema.close();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private void start(String name) throws IOException {
    Path home = Files.createDirectory(directory.resolve(name));
    Path file =
        Files.writeString(
            home.resolve("holdfast.yaml"),
            """
            http: {host: 127.0.0.1, port: 0}
            drain-timeout: 3s
            store: {postgres: "%s"}
            connectors:
              bot: {type: websocket, token: "a secret"}
            runners:
              demo: {type: demo, pace: 10ms}
            """
                .formatted(schema.uri()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BotNode.class.getName(), file.toString(), name));
    command.add(Integer.toString(platform.port()));
    nodes.put(
        name,
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start());
    await().atMost(PATIENCE).until(() -> log(name).contains("ready port="));
  }

  private String log(String name) throws IOException {
    return Files.readString(directory.resolve(name).resolve("log"));
  }

  private void signal(String name, String signal) throws Exception {
    String pid = Long.toString(nodes.get(name).pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  private void awaitLinked(String... names) {
    await().atMost(PATIENCE).until(() -> holders().equals(List.of(names)));
  }

  /** One that comes back, as after a pause of the whole machine, takes over from nobody. */
  private List<String> holders() {
    List<String> holders = new ArrayList<>();
    for (String node : platform.hellos()) {
      if (holders.isEmpty() || !node.equals(holders.get(holders.size() - 1))) {
        holders.add(node);
      }
    }
    return holders;
  }

  private List<String> senders() {
    return platform.sent().stream().map(Platform.Sent::node).toList();
  }

  private void awaitLogged(String name, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(log(name)).contains(text));
  }

  private void awaitIdle(String name) {
    awaitLogged(name, "event=idle connector=bot because=\"held by node ");
  }

  @Test
  @DisplayName(
      "S52: one is connected and the others idle; one of them takes over from a drain, and a kill")
  void takesOver() throws Exception {
    start("first");
    awaitLinked("first");
    start("second");
    awaitIdle("second");
    platform.say("m1", "hello");
    await().atMost(PATIENCE).until(() -> senders().contains("first"));

    signal("first", "TERM");
    awaitLinked("first", "second");
    assertThat(nodes.get("first").waitFor()).isEqualTo(143);
    start("third");
    awaitIdle("third");
    platform.say("m2", "hello again");
    await().atMost(PATIENCE).until(() -> senders().contains("second"));
    assertThat(schema.rows("SELECT generation FROM lease")).containsExactly("2");

    signal("second", "KILL");
    awaitLinked("first", "second", "third");
    assertThat(schema.rows("SELECT generation FROM lease")).containsExactly("3");
    assertThat(platform.most()).isEqualTo(1);
    assertThat(senders()).doesNotContain("third");
  }

  @Test
  @DisplayName("S52: one is frozen for longer than its lease: it wakes, sends nothing, and closes")
  void frozen() throws Exception {
    start("first");
    awaitLinked("first");
    start("second");
    signal("first", "STOP");
    awaitLinked("first", "second");

    platform.mute(true);
    platform.say("m1", "hello");
    await().atMost(PATIENCE).until(() -> senders().contains("second"));
    signal("first", "CONT");
    await().atMost(PATIENCE).until(() -> platform.connections() == 1);
    assertThat(schema.rows("SELECT state FROM delivery")).containsExactly("PENDING");
    awaitLogged("first", "event=lease-lost connector=bot");
    platform.mute(false);
    await()
        .atMost(PATIENCE)
        .until(() -> schema.rows("SELECT state FROM delivery").equals(List.of("SENT")));
    assertThat(senders()).containsOnly("second");
    assertThat(holders()).containsExactly("first", "second");
  }
}
