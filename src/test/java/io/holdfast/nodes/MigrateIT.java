package io.holdfast.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.QuickStart;
import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.holdfast.store.postgres.OwnSchema;
import io.holdfast.store.postgres.Server;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A gateway that moves from SQLite to PostgreSQL")
class MigrateIT {

  private static final int STEPS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STEP = Pattern.compile("step (\\d+) attempt");

  /** A past that takes a while to be copied. */
  private static final String PAST =
      """
      INSERT INTO timeline (turn, at, event, attempt, detail)
        WITH RECURSIVE past (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM past WHERE n < 80000)
        SELECT (SELECT min(seq) FROM turn), n, 'progress', 1, 'line ' || n FROM past
      """;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final OwnSchema schema = new OwnSchema(vertx, Server.uri());
  private final List<Process> migrations = new ArrayList<>();
  private RealGateway gateway;

  @BeforeEach
  void prepare() throws Exception {
    gateway = new RealGateway(directory, configuration("sqlite: holdfast.db", 200));
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    migrations.forEach(Process::destroyForcibly);
    schema.close();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static String configuration(String store, int pace) {
    return "store: {" + store + "}\nrunners:\n  demo: {type: demo, pace: " + pace + "ms}\n";
  }

  private ProtocolClient client() throws Exception {
    ProtocolClient client =
        ProtocolClient.of(vertx, sockets, gateway.port(), "web").chats("long", "late").returning();
    get(client.connect());
    return client;
  }

  private static List<JsonObject> replies(ProtocolClient client, String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }

  /** What the last one has printed. */
  private Path printed() {
    return directory.resolve("migration.txt");
  }

  private Process migrate() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QuickStart.options());
    command.addAll(List.of("-jar", System.getProperty("holdfast.jar"), "migrate"));
    command.addAll(
        List.of("--from", "sqlite:" + directory.resolve("holdfast.db"), "--to", schema.uri()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed().toFile())
            .start();
    migrations.add(process);
    return process;
  }

  /** Its next transaction waits for one of ours, and it is killed there. */
  private void killInTheMiddle(Process migration) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> !schema.rows("SELECT to_regclass('holdfast_migration')").contains("null"));
    while (!stopsAtTheTimeline()) {
      schema.rows("ROLLBACK");
      assertThat(migration.isAlive()).isTrue();
    }
    migration.destroyForcibly().waitFor();
    schema.rows("ROLLBACK");
  }

  /** It does not get any further while this transaction lasts. */
  private boolean stopsAtTheTimeline() throws Exception {
    schema.rows("BEGIN");
    schema.rows("SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 0))");
    return schema.rows("SELECT position FROM holdfast_migration").get(0).contains("timeline");
  }

  @Test
  @DisplayName(
      "killed in mid-turn, the migration killed too, goes on there with the turn and answers once")
  void moves() throws Exception {
    gateway.start();
    client().say("long", "work for " + STEPS + " steps");
    await()
        .atMost(PATIENCE)
        .until(() -> Integer.parseInt(gateway.query("SELECT count(*) FROM step")) > 3);
    gateway.kill();
    Path file = directory.resolve("holdfast.db");
    try (Connection past = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      past.createStatement().execute(PAST);
    }

    killInTheMiddle(migrate());
    gateway.configure(configuration("postgres: \"" + schema.uri() + "\"", 10));
    gateway.launch("");
    assertThat(gateway.awaitEnd()).isNotZero();
    assertThat(gateway.log()).contains("run holdfast migrate again");

    assertThat(migrate().waitFor()).isZero();
    assertThat(Files.readString(printed()))
        .contains("copying timeline: ", "everything is there")
        .doesNotContain("copying session", "differs");

    gateway.start();
    ProtocolClient client = client();
    client.say("late", "hello");
    await().atMost(PATIENCE).until(() -> !replies(client, "long").isEmpty());
    await().atMost(PATIENCE).until(() -> !replies(client, "late").isEmpty());
    assertThat(replies(client, "long")).hasSize(1);
    assertThat(STEP.matcher(replies(client, "long").get(0).getString("text")).results())
        .extracting((MatchResult step) -> Integer.parseInt(step.group(1)))
        .hasSize(STEPS)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(schema.rows("SELECT detail FROM timeline WHERE event = 'resumed'")).hasSize(1);
    assertThat(schema.rows("SELECT id FROM turn WHERE state <> 'DONE'")).isEmpty();
  }
}
