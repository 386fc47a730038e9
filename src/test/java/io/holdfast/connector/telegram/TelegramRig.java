package io.holdfast.connector.telegram;

import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.RouteRule;
import io.holdfast.config.Routes;
import io.holdfast.config.Settings;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.delivery.Parts;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Live;
import io.holdfast.model.Outcome;
import io.holdfast.model.Question;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.holdfast.turn.Approval;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connector {@code tg} on a fake platform and a real store; the test plays the runner. */
final class TelegramRig implements AutoCloseable {

  private static final String NODE = "node-1";
  private static final Set<String> MESSAGES = Set.of("accept", "edit");

  final Vertx vertx = Vertx.vertx();
  final FakeTelegram telegram = await(FakeTelegram.open(vertx));
  final Store store;

  /** How many of the next messages, and changes of messages, cannot be stored. */
  final AtomicInteger refusals = new AtomicInteger();

  /** The bot's, from the next time that it is deployed. */
  String token = "1:t";

  /** What else it is told, from the next time that it is deployed. */
  final JsonObject more = new JsonObject();

  final JsonObject files =
      JsonObject.of("size", 1_000, "types", JsonArray.of("*"), "timeout", "60s");

  /** What it counts. */
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** Whether it shows what turns say, from the next time that it is deployed. */
  boolean stream = true;

  private final Path file;
  private final Bus bus = new Bus(vertx);
  private Optional<String> deployment = Optional.empty();

  TelegramRig(Path directory) {
    this.file = directory.resolve("holdfast.db");
    this.store = await(SqliteStore.open(vertx, file, bus, new SimpleMeterRegistry()));
    await(store.join(NODE, now()));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static long now() {
    return System.currentTimeMillis();
  }

  /** For user 5 alone. */
  void deploy(String onUnknown) {
    deploy(onUnknown, new JsonObject().put("users", new JsonArray().add("5")));
  }

  void deploy(String onUnknown, JsonObject allow) {
    JsonObject settings =
        new JsonObject()
            .put("token", token)
            .put("api", telegram.api() + "/")
            .put("allow", new JsonObject().put("pairing", false).mergeIn(allow))
            .put("on-unknown", onUnknown)
            .put("stream", stream)
            .put("files", files)
            .put("session-per", "chat")
            .mergeIn(more);
    Routes routes =
        new Routes(
            List.of(new RouteRule("tg", "*", new Route("demo", DoubleText.ENQUEUE, 2))),
            Set.of("demo"));
    ConnectorServices services =
        new ConnectorServices(
            failing(),
            bus,
            HttpGate.create(vertx, new HttpServerOptions()),
            () -> routes,
            InstantSource.system(),
            meters,
            () -> Reason.SHUTDOWN,
            timeout -> true);
    Block block = new Block("tg", "telegram", new Settings(settings));
    deployment =
        Optional.of(
            await(
                vertx.deployVerticle(TelegramConnector.type().factory().create(block, services))));
  }

  private Store failing() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                MESSAGES.contains(method.getName()) && refusals.getAndDecrement() > 0
                    ? Future.failedFuture(new NotReady("the disk is full"))
                    : method.invoke(store, arguments));
  }

  void undeploy() {
    await(vertx.undeploy(deployment.orElseThrow()));
    deployment = Optional.empty();
  }

  /** Claims whatever is queued. */
  List<Claimed> claim() {
    return await(
        store.claim(
            new ClaimRequest(
                "demo",
                NODE,
                100,
                100,
                new ClaimRequest.Suspects(Integer.MAX_VALUE, 0),
                (reason, away, steps) -> Optional.empty()),
            now()));
  }

  /** Asks permission, in whatever is queued, as it is asked by a runner. */
  int ask(String what) {
    List<Claimed> turns = claim();
    Duration patience = Duration.ofHours(1);
    Question.Terms terms = new Question.Terms(List.of(), now() + patience.toMillis());
    for (Claimed turn : turns) {
      Question question = Approval.question(turn.attempt(), what, what, terms, patience);
      await(store.ask(turn.attempt(), "permission", question, now()));
    }
    return turns.size();
  }

  /** Answers whatever is queued. */
  int answer(String text, Attachment... files) {
    List<Claimed> turns = claim();
    turns.forEach(turn -> answer(turn, text, files));
    return turns.size();
  }

  void answer(Claimed turn, String text, Attachment... files) {
    Outcome.Done done = new Outcome.Done(text, List.of(files));
    await(store.finish(turn.attempt(), done, Parts.of(done), now()));
  }

  /** Begins a turn that is queued, and shows its first words. */
  AttemptId begin(String text) {
    Claimed turn = claim().get(0);
    bus.show(
        new Live.TurnChanged(turn.address(), turn.attempt(), "running", "", 0, turn.inReplyTo()));
    say(turn.attempt(), 0, text);
    return turn.attempt();
  }

  /** Shows what an attempt says next. */
  void say(AttemptId attempt, int seq, String text) {
    bus.show(new Live.Delta(new Address("tg", "5", ""), attempt, seq, text));
  }

  /** Ends a turn with its reply. */
  void finish(AttemptId attempt, String text) {
    Outcome.Done done = new Outcome.Done(text, List.of());
    await(store.finish(attempt, done, Parts.of(done), now()));
    bus.show(new Live.TurnChanged(new Address("tg", "5", ""), attempt, "done", "", 0, List.of()));
  }

  /** One value out of the database. */
  String query(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=60000");
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "none";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String states() {
    return query("SELECT group_concat(state) FROM (SELECT state FROM delivery ORDER BY seq)");
  }

  @Override
  public void close() {
    deployment.ifPresent(id -> await(vertx.undeploy(id)));
    await(store.close());
    await(vertx.close());
  }
}
