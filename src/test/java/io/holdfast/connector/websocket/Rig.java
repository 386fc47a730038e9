package io.holdfast.connector.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.RouteRule;
import io.holdfast.config.Routes;
import io.holdfast.config.Settings;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Audience;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.protocol.ProtocolClient;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The connector {@code web} on a real server and a real store; the test plays the runner. */
final class Rig implements AutoCloseable, Doorbell {

  static final String NODE = "node-1";
  private static final int BIG = 64 * 1024 * 1024;

  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Bus bus = new Bus(vertx);
  final HttpGate gate = HttpGate.create(vertx, new HttpServerOptions());
  final int port;
  final Store store;
  private final Store seen;
  private final JsonObject settings;
  private final WebSocketClient sockets =
      vertx.createWebSocketClient(
          new WebSocketClientOptions()
              .setMaxFrameSize(BIG)
              .setMaxMessageSize(BIG)
              .setMaxConnections(20_000));
  private volatile Reason leaving = Reason.SHUTDOWN;
  private volatile boolean muted;
  private Optional<String> deployment = Optional.empty();

  private Rig(Path folder, JsonObject settings, UnaryOperator<Store> seenBy) {
    this.settings = settings;
    this.store = await(open(folder));
    this.seen = seenBy.apply(store);
    await(store.join(NODE, now()));
    deploy();
    this.port = await(gate.listen("127.0.0.1", 0));
  }

  static Rig start(Path folder) {
    return start(folder, new JsonObject());
  }

  static Rig start(Path folder, JsonObject settings) {
    return start(folder, settings, store -> store);
  }

  /** The connector works with what {@code seenBy} makes of the store. */
  static Rig start(Path folder, JsonObject settings, UnaryOperator<Store> seenBy) {
    return new Rig(folder, settings, seenBy);
  }

  private Future<Store> open(Path folder) {
    return SqliteStore.open(vertx, folder.resolve("holdfast.db"), this, meters);
  }

  /** From here no connector hears a doorbell. */
  void mute() {
    muted = true;
  }

  @Override
  public void work(String runner) {
    bus.work(runner);
  }

  @Override
  public void control(String runner) {
    bus.control(runner);
  }

  @Override
  public void due(String connector, String chat) {
    if (!muted) {
      bus.due(connector, chat);
    }
  }

  /** What {@code store} is while its disk is full: nothing of it succeeds. */
  static Store failing(Store store, AtomicBoolean broken) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                broken.get()
                    ? Future.failedFuture(new NotReady("the disk is full"))
                    : method.invoke(store, arguments));
  }

  /** Counts how often a method of {@code store} is called. */
  static Store counting(Store store, String counted, AtomicInteger calls) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(counted)) {
                calls.incrementAndGet();
              }
              return method.invoke(store, arguments);
            });
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static long now() {
    return System.currentTimeMillis();
  }

  // ── the connector ────────────────────────────────────────────────────────────────────────────

  void deploy() {
    Routes routes =
        new Routes(
            List.of(
                new RouteRule("web", "busy-*", new Route("demo", DoubleText.REJECT, 100)),
                new RouteRule("web", "short-*", new Route("demo", DoubleText.ENQUEUE, 2)),
                new RouteRule("web", "x-*", new Route("demo", DoubleText.ENQUEUE, 100_000)),
                new RouteRule("web", "c*", new Route("demo", DoubleText.ENQUEUE, 100_000))),
            Set.of("demo"));
    ConnectorServices services =
        new ConnectorServices(
            seen,
            bus,
            gate,
            () -> routes,
            InstantSource.system(),
            meters,
            () -> leaving,
            timeout -> true);
    Block block = new Block("web", "websocket", new Settings(settings));
    deployment =
        Optional.of(
            await(
                vertx.deployVerticle(WebSocketConnector.type().factory().create(block, services))));
  }

  void undeploy(Reason reason) {
    leaving = reason;
    await(vertx.undeploy(deployment.orElseThrow()));
    deployment = Optional.empty();
  }

  // ── clients ──────────────────────────────────────────────────────────────────────────────────

  /** A client that is not connected yet. */
  ProtocolClient client() {
    return ProtocolClient.of(vertx, sockets, port, "web");
  }

  WebSocketClient sockets() {
    return sockets;
  }

  // ── the runner ───────────────────────────────────────────────────────────────────────────────

  /** Every turn that may run. */
  List<Claimed> claim() {
    return await(
        store.claim(
            new ClaimRequest(
                "demo",
                NODE,
                1000,
                1000,
                new ClaimRequest.Suspects(Integer.MAX_VALUE, 0),
                (reason, away, steps) -> Optional.empty()),
            now()));
  }

  /** Ends a turn with a reply in parts. */
  void reply(Claimed turn, String... parts) {
    List<Outgoing> says = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      says.add(new Outgoing.Reply(i + 1, parts.length, parts[i], List.of()));
    }
    await(store.finish(turn.attempt(), Outcome.done(String.join("", parts)), says, now()));
  }

  /** Answers whatever is queued with {@code re: } and what was asked, until nothing is. */
  int answerAll() {
    int answered = 0;
    for (List<Claimed> turns = claim(); !turns.isEmpty(); turns = claim()) {
      for (Claimed turn : turns) {
        reply(turn, "re: " + turn.messages().get(0).inbound().text());
        answered++;
      }
    }
    return answered;
  }

  /** How many deliveries wait to be acknowledged. */
  int due() {
    return await(store.due("web", Audience.everyone(), 0, 1000)).size();
  }

  boolean nothingDue() {
    return due() == 0;
  }

  @Override
  public void close() {
    deployment.ifPresent(id -> await(vertx.undeploy(id)));
    await(gate.close(Duration.ofSeconds(1)));
    await(store.close());
    await(vertx.close());
  }
}
