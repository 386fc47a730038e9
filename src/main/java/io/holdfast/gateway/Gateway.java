package io.holdfast.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.bus.Bus;
import io.holdfast.config.Config;
import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan.Kind;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.delivery.HoldBack;
import io.holdfast.failpoint.Boundary;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Counts;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.HoldfastException.StoreAway;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control;
import io.holdfast.ops.Heartbeat;
import io.holdfast.ops.Retention;
import io.holdfast.ops.Status;
import io.holdfast.ops.Undecided;
import io.holdfast.runner.RunnerServices;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.holdfast.store.postgres.PostgresStore;
import io.holdfast.store.sqlite.SqliteStore;
import io.holdfast.turn.Wording;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One gateway in this process: its boot order and the full stop. The supervisor of everything else;
 * it owns the store and closes it last.
 */
public final class Gateway {

  private final Vertx vertx;
  private final Optional<Path> file;
  private final InForce inForce;
  private final Kinds kinds;
  private final InstantSource clock;
  private final PrometheusMeterRegistry meters;
  private final String node = UuidCreator.getTimeOrderedEpoch().toString();
  private final Bus bus;
  private final Stops stops;
  private final Deployments deployments;
  private final Judgement judgement;
  private final Reloads reloads;
  private final Panel panel;
  private final Control control;
  private final Promise<Integer> up = Promise.promise();
  private final Promise<Reason> stopping = Promise.promise();

  /** Of no context: the event loops are gone when it completes. */
  private final Promise<Void> stopped = Promise.promise();

  private volatile Optional<Store> store = Optional.empty();
  private volatile Optional<HttpGate> http = Optional.empty();
  private volatile Optional<Verticles> verticles = Optional.empty();
  private Future<Integer> booted = Future.failedFuture("not started");

  /**
   * A gateway that is not started yet. It takes {@code vertx} for itself and closes it.
   *
   * @param loaded the configuration to begin with
   * @param file where it came from and is read again; empty for the defaults
   */
  public Gateway(
      Vertx vertx,
      Loaded loaded,
      Optional<Path> file,
      Kinds kinds,
      InstantSource clock,
      PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.file = file;
    this.inForce = new InForce(loaded);
    this.kinds = kinds;
    this.clock = clock;
    this.meters = meters;
    this.bus = new Bus(vertx);
    this.stops = new Stops(node, () -> config().drainTimeout(), clock);
    this.deployments = new Deployments(vertx);
    Supplier<Future<Loaded>> source = () -> ConfigLoader.read(vertx, kinds.schema(), file);
    this.judgement = new Judgement(node, this::store, this::config, clock);
    Application.Steps steps = new LiveSteps(stops, this::verticles, judgement);
    this.reloads = new Reloads(up.future(), source, inForce, steps, clock);
    this.panel = new Panel(node, file, inForce, stops, reloads, deployments, this::idle, clock);
    this.control =
        new ControlRoom(
            vertx,
            node,
            this::store,
            kinds.schema(),
            inForce,
            source,
            reloads,
            panel::status,
            this::stop,
            clock);
  }

  private Config config() {
    return inForce.config();
  }

  // ── boot ─────────────────────────────────────────────────────────────────────────────────────

  /**
   * Boots: recovery first, then what speaks, and what claims last: a port that is taken must not
   * cost a turn an interruption. If a part fails, everything is taken down again.
   *
   * @return the port that it listens on
   */
  public synchronized Future<Integer> start() {
    booted =
        patience()
            .keep("open", StoreAway.class, this::openStore)
            .compose(Failpoint.BOOT_OPENED::link)
            .compose(opened -> patience().keep("join", NotReady.class, this::join))
            .compose(Failpoint.BOOT_JOINED::link)
            .compose(joined -> patience().keep("recover", NotReady.class, judgement::recover))
            .compose(Failpoint.BOOT_RECOVERED::link)
            .compose(recovered -> judgement.unserved())
            .compose(told -> createHttp())
            .compose(created -> panel.deploy(store(), http(), bus, control, meters))
            .compose(deployed -> patience().keep("hold-back", NotReady.class, this::holdBack))
            .compose(deployed -> verticles().deployAll(Kind.CONNECTOR, config().connectors()))
            .compose(Failpoint.BOOT_CONNECTED::link)
            .compose(deployed -> listen())
            .compose(Failpoint.BOOT_LISTENING::link)
            .compose(port -> deployRunners().map(port))
            .compose(port -> watch().map(port))
            .compose(port -> takeOver().map(port))
            .compose(port -> retention().map(port))
            .compose(port -> undecided().map(port))
            .compose(Failpoint.BOOT_READY::link)
            .onComplete(up);
    // Of no context: after a failure the event loops are gone when it completes.
    Promise<Integer> started = Promise.promise();
    booted
        .onSuccess(started::complete)
        .onFailure(cause -> stop(Reason.SHUTDOWN).onComplete(gone -> started.fail(cause)));
    return started.future();
  }

  private Patience patience() {
    return Patience.with(vertx, config().database().embedded().isEmpty(), stops::stopping);
  }

  private Future<Void> openStore() {
    return opened(config().database())
        .map(opened -> Boundary.of(vertx, "store", Store.class, opened, NotReady::new))
        .onSuccess(opened -> store = Optional.of(opened))
        .mapEmpty();
  }

  private Future<Store> opened(Config.Database database) {
    return database instanceof Config.Shared shared
        ? PostgresStore.open(vertx, access(shared), Heartbeat.LEASE, bus, meters)
        : SqliteStore.open(vertx, database.embedded().orElseThrow(), bus, meters);
  }

  private static PostgresStore.Access access(Config.Shared shared) {
    return new PostgresStore.Access(shared.uri(), shared.password(), shared.ca(), shared.readers());
  }

  private Future<Void> join() {
    return store().join(node, clock.millis());
  }

  private Future<Void> createHttp() {
    HttpGate gate = HttpGate.create(vertx, new HttpServerOptions());
    http = Optional.of(gate);
    verticles =
        Optional.of(new Verticles(deployments, kinds, connectorServices(gate), runnerServices()));
    return Future.succeededFuture();
  }

  private ConnectorServices connectorServices(HttpGate gate) {
    return new ConnectorServices(
        store(),
        bus,
        gate,
        () -> config().routes(),
        clock,
        meters,
        stops::leaving,
        timeout -> true);
  }

  private RunnerServices runnerServices() {
    return new RunnerServices(
        node,
        store(),
        bus,
        stops,
        () -> new LoopBreaker(config().resume()),
        new Doors(kinds, inForce::loaded),
        clock,
        meters);
  }

  private Future<Void> holdBack() {
    return deployments.deploy(
        Panel.PREFIX + "hold-back",
        new HoldBack(store(), () -> config().deliveries(), Wording::held, clock));
  }

  private Future<Void> undecided() {
    return deployments.deploy(
        Panel.PREFIX + "undecided", new Undecided(store(), Wording.undecided(), clock));
  }

  /** A stop that came meanwhile wants no turn begun that it would have to interrupt. */
  private Future<Void> deployRunners() {
    return stops.stopping()
        ? Future.succeededFuture()
        : verticles().deployAll(Kind.RUNNER, config().runners());
  }

  private Future<Integer> listen() {
    Config.Http address = config().http();
    return http()
        .listen(address.host(), address.port())
        .recover(cause -> Future.failedFuture(cannotListen(address, cause)));
  }

  private static NotReady cannotListen(Config.Http address, Throwable cause) {
    return new NotReady(
        "cannot listen on " + address.host() + ":" + address.port() + ": " + cause.getMessage());
  }

  /** Between the reading of the file and the first look of its watch lies the whole boot. */
  private Future<Void> watch() {
    return file.map(
            path ->
                deployments.deploy(
                    Panel.PREFIX + "config-watch",
                    new ConfigWatch(
                        path, () -> config().watch(), reloads::catchUp, reloads::reload)))
        .orElseGet(Future::succeededFuture);
  }

  /** Only where there may be others. */
  private Future<Void> takeOver() {
    return config().database().embedded().isPresent()
        ? Future.succeededFuture()
        : deployments.deploy(Panel.PREFIX + "take-over", new TakeOver(judgement));
  }

  private Future<Void> retention() {
    return deployments.deploy(
        Panel.PREFIX + "retention", new Retention(store(), config().retention(), clock));
  }

  // ── what it tells ────────────────────────────────────────────────────────────────────────────

  /** What an operator may ask of it. */
  public Control control() {
    return control;
  }

  /**
   * Has {@code before} and {@code after} called around each reload, on any thread.
   *
   * @param after gets what became of it
   */
  public void onReload(Runnable before, Consumer<Status.Reloaded> after) {
    reloads.around(before, after);
  }

  /** How many rows stand in each state. */
  public Future<Counts> counts() {
    return store().counts();
  }

  /** Commits a sign of life. */
  public Future<Void> beat() {
    return store().beat(node, clock.millis());
  }

  /** How long a stop that begins now may take. */
  public Duration budget() {
    return config().drainTimeout();
  }

  /** The address that it listens on. */
  public String host() {
    return config().http().host();
  }

  // ── stop ─────────────────────────────────────────────────────────────────────────────────────

  /** Completes with the reason as soon as a stop begins, whoever began it. */
  public Future<Reason> stopping() {
    return stopping.future();
  }

  /** Completes, always well, when everything has stopped. */
  public Future<Void> stopped() {
    return stopped.future();
  }

  /** Stops everything; single-flight, and never fails. */
  public Future<Void> stop(Reason reason) {
    return stop(reason, Set.of());
  }

  /**
   * Stops everything; single-flight, and never fails.
   *
   * @param excused turns that it does not wait for
   */
  private synchronized Future<Void> stop(Reason reason, Set<String> excused) {
    Stops.Plan plan = stops.everything(reason, excused);
    if (stopping.tryComplete(reason)) {
      booted
          .transform(any -> fullStop().run(plan, store, http))
          .onComplete(done -> vertx.close().onComplete(closed -> stopped.complete()));
    }
    return stopped.future();
  }

  /** A second signal: what is still being waited for is released at once. */
  public void hurry() {
    stops.hurry();
  }

  private FullStop fullStop() {
    return new FullStop(vertx, node, stops, reloads, deployments, clock);
  }

  /** The store that this gateway owns. */
  Store store() {
    return store.orElseThrow();
  }

  private HttpGate http() {
    return http.orElseThrow();
  }

  private Map<String, String> idle() {
    return verticles.map(Verticles::idle).orElseGet(Map::of);
  }

  private Verticles verticles() {
    return verticles.orElseThrow();
  }
}
