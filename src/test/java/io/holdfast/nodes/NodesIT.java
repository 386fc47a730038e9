package io.holdfast.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.holdfast.store.postgres.FaultProxy;
import io.holdfast.store.postgres.OwnSchema;
import io.holdfast.store.postgres.Server;
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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of two gateways on one PostgreSQL")
class NodesIT {

  private static final int STEPS = 40;

  /** A pace at which a task is not done before another node has started, in milliseconds. */
  private static final int SLOW = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final OwnSchema schema = new OwnSchema(vertx, Server.uri());
  private String drainTimeout = "3s";
  private final List<RealGateway> nodes = new ArrayList<>();

  @AfterEach
  void clean() throws Exception {
    nodes.forEach(RealGateway::destroy);
    schema.close();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private RealGateway node(String name, int pace) throws IOException {
    return node(name, pace, Server.uri());
  }

  private RealGateway node(String name, int pace, String database) throws IOException {
    Path home = Files.createDirectory(directory.resolve(name));
    RealGateway node =
        new RealGateway(
            home,
            """
            drain-timeout: %s
            store: {postgres: "%s"}
            connectors:
              web: {type: websocket, limits: {unacked: 8}}
            runners:
              demo: {type: demo, pace: %dms}
            """
                .formatted(drainTimeout, schema.within(database), pace));
    nodes.add(node);
    node.start();
    return node;
  }

  private ProtocolClient client(RealGateway node) throws Exception {
    ProtocolClient client =
        ProtocolClient.of(vertx, sockets, node.port(), "web")
            .chats("long", "other", "here", "there", "both")
            .returning();
    get(client.connect());
    return client;
  }

  private static List<JsonObject> replies(ProtocolClient client, String chat) {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .filter(frame -> chat.equals(frame.getString("chat")))
        .toList();
  }

  private void awaitSteps(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> schema.rows("SELECT key FROM step WHERE state = 'RESULT'").size() >= count);
  }

  /** Each step once, in order. */
  private static void assertWhole(String text) {
    List<Integer> steps = new ArrayList<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      steps.add(Integer.parseInt(line.group(1)));
    }
    assertThat(steps).hasSize(STEPS).isSorted().doesNotHaveDuplicates();
  }

  private void assertAnsweredOnce(ProtocolClient client, String... reasons) throws Exception {
    await().atMost(PATIENCE).until(() -> !replies(client, "long").isEmpty());
    assertThat(replies(client, "long")).hasSize(1);
    assertWhole(replies(client, "long").get(0).getString("text"));
    assertThat(schema.rows("SELECT detail FROM timeline WHERE event = 'resumed'"))
        .containsExactly(reasons);
    await()
        .atMost(PATIENCE)
        .until(() -> schema.rows("SELECT id FROM delivery WHERE state = 'PENDING'").isEmpty());
    assertThat(schema.rows("SELECT stop FROM marker")).isEmpty();
    assertThat(schema.rows("SELECT id FROM turn WHERE state <> 'DONE'")).isEmpty();
  }

  @Test
  @DisplayName("one is killed in mid-turn: the other goes on with it, and answers once")
  void killed() throws Exception {
    RealGateway first = node("first", SLOW);
    client(first).say("long", "work for " + STEPS + " steps");
    awaitSteps(3);
    RealGateway second = node("second", 10);
    first.kill();

    assertAnsweredOnce(client(second), "failover");
    assertThat(second.log()).contains("take-over resumed={FAILOVER=1}");
  }

  @Test
  @DisplayName("one is stopped in mid-turn: the other goes on at once, and clients come back")
  void drained() throws Exception {
    drainTimeout = "60s";
    RealGateway first = node("first", SLOW);
    ProtocolClient early = client(first);
    early.say("long", "work for " + STEPS + " steps");
    awaitSteps(3);
    RealGateway second = node("second", 10);
    first.signal("TERM");
    await().atMost(PATIENCE).until(() -> !schema.rows("SELECT stop FROM marker").isEmpty());
    // The turn does not end in time: the wait for it is over now.
    first.signal("TERM");
    assertThat(first.awaitEnd()).isZero();

    assertAnsweredOnce(client(second), "shutdown");
    assertThat(early.frames("goaway")).hasSize(1);
    assertThat(second.log()).doesNotContain("take-over");
  }

  @Test
  @DisplayName("S43: one is frozen for longer than its lease: what it does after that is nothing")
  void frozen() throws Exception {
    RealGateway first = node("first", SLOW);
    client(first).say("long", "work for " + STEPS + " steps");
    awaitSteps(3);
    RealGateway second = node("second", 10);
    first.signal("STOP");
    ProtocolClient late = client(second);
    await().atMost(PATIENCE).until(() -> !replies(late, "long").isEmpty());
    first.signal("CONT");

    ProtocolClient woken = client(first);
    woken.say("other", "hello");
    await().atMost(PATIENCE).until(() -> !replies(woken, "other").isEmpty());
    assertAnsweredOnce(late, "failover");
    assertThat(schema.rows("SELECT state FROM turn")).containsOnly("DONE");
  }

  @Test
  @DisplayName("what one has accepted, whoever works on it, is shown where its chat is connected")
  void shownElsewhere() throws Exception {
    RealGateway first = node("first", 10);
    RealGateway second = node("second", 10);
    ProtocolClient here = client(first);
    ProtocolClient there = client(second);
    for (int i = 0; i < 10; i++) {
      here.say("here", "hello " + i);
      there.say("there", "hello " + i);
    }
    await().atMost(PATIENCE).until(() -> replies(here, "here").size() == 10);
    await().atMost(PATIENCE).until(() -> replies(there, "there").size() == 10);
  }

  private static List<String> answered(ProtocolClient client, String chat) {
    return replies(client, chat).stream()
        .map(reply -> reply.getJsonArray("inReplyTo").getString(0))
        .toList();
  }

  private static List<String> say(ProtocolClient client, String chat, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(UUID.randomUUID().toString());
      client.say(ids.get(i), chat, "hello " + i);
    }
    return ids;
  }

  @Test
  @DisplayName("a chat that is open on both sees all on both, whoever acks it and whoever works")
  void openOnBoth() throws Exception {
    RealGateway first = node("first", 50);
    RealGateway second = node("second", 50);
    ProtocolClient here = client(first);
    ProtocolClient there = client(second);
    ProtocolClient silent =
        ProtocolClient.of(vertx, sockets, second.port(), "web").chats("both").acking(false);
    get(silent.connect());
    get(here.say("both", "work for 30 steps"));
    for (ProtocolClient client : List.of(here, there, silent)) {
      await().atMost(PATIENCE).until(() -> replies(client, "both").size() == 1);
      await().until(() -> !client.frames("progress").isEmpty());
      await().untilAsserted(() -> assertThat(states(client)).contains("running", "done"));
    }

    List<String> said = say(here, "both", 30);
    for (ProtocolClient client : List.of(here, there, silent)) {
      await().atMost(PATIENCE).until(() -> replies(client, "both").size() == 31);
      assertThat(answered(client, "both").subList(1, 31)).isEqualTo(said);
    }
    get(silent.close());
    // What the others have acknowledged is still to be committed.
    await()
        .atMost(PATIENCE)
        .until(() -> schema.rows("SELECT id FROM delivery WHERE state = 'PENDING'").isEmpty());
    ProtocolClient newcomer = client(second);
    get(newcomer.say("other", "hello"));
    await().atMost(PATIENCE).until(() -> !replies(newcomer, "other").isEmpty());
    assertThat(replies(newcomer, "both")).isEmpty();
  }

  private static List<String> states(ProtocolClient client) {
    return client.frames("turn").stream().map(frame -> frame.getString("state")).toList();
  }

  @Test
  @DisplayName("neither hears a bell of the other: it takes longer, and all comes through")
  void deaf() throws Exception {
    FaultProxy proxy = new FaultProxy(vertx, Server.uri());
    proxy.deafen();
    try {
      RealGateway first = node("first", 10, proxy.uri());
      RealGateway second = node("second", 10, proxy.uri());
      ProtocolClient here = client(first);
      ProtocolClient there = client(second);
      List<String> said = say(here, "both", 5);
      await().atMost(PATIENCE).until(() -> answered(here, "both").equals(said));
      await().atMost(PATIENCE).until(() -> answered(there, "both").equals(said));
      assertThat(there.frames("progress")).isEmpty();

      here.say("long", "work for " + STEPS + " steps");
      awaitSteps(1);
      get(there.say("long", "/stop"));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  schema
                      .rows("SELECT id FROM turn WHERE state IN ('QUEUED', 'RUNNING')")
                      .isEmpty());
    } finally {
      nodes.forEach(RealGateway::destroy);
      proxy.close();
    }
  }

  @Test
  @DisplayName(
      "S52: both are restarted, one after the other, while clients talk: nobody is refused, and all"
          + " is answered in order, once")
  void rolling() throws Exception {
    drainTimeout = "60s";
    RealGateway first = node("first", 800);
    RealGateway second = node("second", 800);
    AtomicInteger turn = new AtomicInteger();
    ProtocolClient talker =
        ProtocolClient.of(vertx, sockets, 0, "web")
            .chats("long", "talk")
            .at(() -> nodes.get(turn.getAndIncrement() % 2).port())
            .returning();
    get(talker.connect());
    get(talker.say("long", "work for " + STEPS + " steps"));
    awaitSteps(2);
    List<String> said = new CopyOnWriteArrayList<>();
    List<Future<JsonObject>> answers = new CopyOnWriteArrayList<>();
    long timer =
        vertx.setPeriodic(
            1_000,
            tick -> {
              String id = UUID.randomUUID().toString();
              said.add(id);
              answers.add(talker.say(id, "talk", "hello"));
            });

    for (RealGateway node : List.of(first, second)) {
      int before = said.size();
      node.signal("TERM");
      // What is said while it waits is accepted, too.
      await().atMost(PATIENCE).until(() -> !node.isAlive() || said.size() > before + 2);
      node.signal("TERM");
      assertThat(node.awaitEnd()).isZero();
      node.start();
      await().atMost(PATIENCE).until(() -> said.size() > before + 2);
    }
    vertx.cancelTimer(timer);

    for (Future<JsonObject> answer : answers) {
      assertThat(get(answer).getString("type")).isEqualTo("accepted");
    }
    assertThat(talker.frames("error")).isEmpty();
    assertThat(talker.frames("rejected")).isEmpty();
    assertThat(talker.closeCodes()).isNotEmpty().containsOnly(1001);
    assertThat(talker.frames("goaway")).hasSameSizeAs(talker.closeCodes());
    await().atMost(PATIENCE).until(() -> replies(talker, "talk").size() >= said.size());
    assertThat(answered(talker, "talk")).isEqualTo(said);
    assertThat(schema.rows("SELECT detail FROM timeline WHERE event = 'resumed'"))
        .isNotEmpty()
        .containsOnly("shutdown");
    await().atMost(PATIENCE).until(() -> !replies(talker, "long").isEmpty());
    assertWhole(replies(talker, "long").get(0).getString("text"));
  }
}
