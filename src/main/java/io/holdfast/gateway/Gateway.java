package io.holdfast.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Counts;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.Route;
import io.holdfast.model.TurnState;
import io.holdfast.ops.Gauges;
import io.holdfast.ops.Health;
import io.holdfast.ops.Heartbeat;
import io.holdfast.ops.LoopLag;
import io.holdfast.ops.MetricsPage;
import io.holdfast.ops.Status;
import io.holdfast.runner.RunnerServices;
import io.holdfast.runner.RunnerVerticle;
import io.holdfast.stop.Deadlines;
import io.holdfast.stop.Drain;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway in this process: its boot order, the redeploy of a runner, and the full stop. The
 * supervisor of everything else; it owns the store and closes it last.
 */
public final class Gateway {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration LINGER = Duration.ofMillis(200);

  /** What a link after the drain gets however little of the budget is left, in milliseconds. */
  private static final long MINIMUM = 500;

  private final Vertx vertx;
  private final Config config;
  private final Kinds kinds;
  private final InstantSource clock;
  private final PrometheusMeterRegistry meters;
  private final String node = UuidCreator.getTimeOrderedEpoch().toString();
  private final Bus bus;
  private final Stops stops;
  private final LoopBreaker loopBreaker;
  private final Deployments deployments;
  private Optional<Store> store = Optional.empty();
  private Optional<HttpGate> http = Optional.empty();
  private volatile Optional<Heartbeat> health = Optional.empty();
  private volatile Optional<Counts> counted = Optional.empty();
  private Future<Integer> booted = Future.failedFuture("not started");
  private Future<Void> redeployed = Future.succeededFuture();
  private Optional<Future<Void>> stopped = Optional.empty();

  /** A gateway that is not started yet. It takes {@code vertx} for itself and closes it. */
  public Gateway(
      Vertx vertx,
      Config config,
      Kinds kinds,
      InstantSource clock,
      PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.kinds = kinds;
    this.clock = clock;
    this.meters = meters;
    this.bus = new Bus(vertx);
    this.stops = new Stops(node, config.drainTimeout(), clock);
    this.loopBreaker = new LoopBreaker(config.resume());
    this.deployments = new Deployments(vertx);
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
        openStore()
            .compose(opened -> join())
            .compose(joined -> recover())
            .compose(recovered -> createHttp())
            .compose(created -> deployOps())
            .compose(deployed -> deployConnectors())
            .compose(deployed -> listen())
            .compose(port -> deployRunners().map(port));
    // Of no context: after a failure the event loops are gone when it completes.
    Promise<Integer> started = Promise.promise();
    booted
        .onSuccess(started::complete)
        .onFailure(cause -> stop(Reason.SHUTDOWN).onComplete(gone -> started.fail(cause)));
    return started.future();
  }

  private Future<Void> openStore() {
    return SqliteStore.open(vertx, config.database(), bus, meters)
        .onSuccess(opened -> store = Optional.of(opened))
        .mapEmpty();
  }

  private Future<Void> join() {
    return store().join(node, clock.millis());
  }

  private Future<Recovery> recover() {
    long now = clock.millis();
    return store()
        .recover(node, orphan -> loopBreaker.judge(orphan, now), now)
        .onSuccess(found -> LOG.info("recovery {}", describe(found)))
        .compose(found -> reroute().map(found));
  }

  private static String describe(Recovery found) {
    return String.format(
        "resumed=%s quarantined=%d asking=%d cancelled=%d queued=%d",
        found.resumed(), found.quarantined(), found.asking(), found.cancelled(), found.queued());
  }

  private Future<Integer> reroute() {
    return store()
        .reroute(
            config.runners().stream().map(Block::id).collect(Collectors.toSet()),
            address -> config.routes().of(address).map(Route::runner),
            clock.millis());
  }

  private Future<Void> createHttp() {
    http = Optional.of(HttpGate.create(vertx, new HttpServerOptions()));
    return Future.succeededFuture();
  }

  private Future<Void> deployOps() {
    Heartbeat heartbeat = new Heartbeat(node, store(), clock);
    health = Optional.of(heartbeat);
    new Health(() -> checks(heartbeat)).mount(http());
    new MetricsPage(meters).mount(http());
    return deployments
        .deploy("heartbeat", heartbeat)
        .compose(up -> deployments.deploy("gauges", new Gauges(store(), meters)))
        .compose(up -> deployments.deploy("loop-lag", new LoopLag(meters)));
  }

  private Map<String, Boolean> checks(Heartbeat heartbeat) {
    Map<String, Boolean> checks = new LinkedHashMap<>();
    checks.put("store", heartbeat.storeReady());
    checks.put("accepting", !stops.stopping());
    connectorNames().forEach(name -> checks.put(name, deployments.up(name)));
    runnerNames().forEach(name -> checks.put(name, deployments.up(name)));
    return checks;
  }

  private Future<Void> deployConnectors() {
    ConnectorServices services =
        new ConnectorServices(store(), bus, http(), config.routes(), clock, meters, stops::leaving);
    return all(
        config.connectors(),
        block ->
            deployments.deploy(
                connectorName(block), kinds.connector(block).factory().create(block, services)));
  }

  private Future<Void> deployRunners() {
    return all(config.runners(), this::deployRunner);
  }

  private Future<Void> deployRunner(Block block) {
    RunnerServices services =
        new RunnerServices(node, store(), bus, stops, loopBreaker::resumeNotice, clock, meters);
    return deployments.deploy(
        runnerName(block), new RunnerVerticle(block, kinds.runner(block), services));
  }

  private static Future<Void> all(List<Block> blocks, Function<Block, Future<Void>> deploy) {
    return Future.all(blocks.stream().map(deploy).toList()).mapEmpty();
  }

  private Future<Integer> listen() {
    Config.Http address = config.http();
    return http()
        .listen(address.host(), address.port())
        .recover(cause -> Future.failedFuture(cannotListen(address, cause)));
  }

  private static HoldfastException cannotListen(Config.Http address, Throwable cause) {
    return new HoldfastException.NotReady(
        "cannot listen on " + address.host() + ":" + address.port() + ": " + cause.getMessage());
  }

  // ── redeploy ─────────────────────────────────────────────────────────────────────────────────

  /**
   * Replaces one runner's verticle: drains it through the stop chain, judges what it left, deploys
   * it anew. One at a time; it does not deploy once the gateway is stopping.
   */
  public synchronized Future<Void> redeploy(String runner) {
    Block block =
        config.runners().stream()
            .filter(candidate -> candidate.id().equals(runner))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no runner " + runner));
    redeployed = redeployed.transform(before -> replace(block));
    return redeployed;
  }

  private Future<Void> replace(Block block) {
    return deployments
        .undeploy(runnerName(block))
        .compose(gone -> unlessStopping(this::recover))
        .compose(judged -> unlessStopping(() -> deployRunner(block)));
  }

  private Future<Void> unlessStopping(Supplier<Future<?>> change) {
    return stops.stopping() ? Future.succeededFuture() : change.get().mapEmpty();
  }

  // ── stop ─────────────────────────────────────────────────────────────────────────────────────

  /** Stops everything; single-flight, and never fails. */
  public synchronized Future<Void> stop(Reason reason) {
    if (stopped.isEmpty()) {
      // Of no context: the event loops are gone when it completes.
      Promise<Void> gone = Promise.promise();
      booted
          .transform(any -> stopChain(reason))
          .onComplete(done -> vertx.close().onComplete(closed -> gone.complete()));
      stopped = Optional.of(gone.future());
    }
    return stopped.orElseThrow();
  }

  /** A second signal: what is still being waited for is released at once. */
  public void hurry() {
    stops.hurry();
  }

  private Future<Void> stopChain(Reason reason) {
    Stops.Plan plan = stops.everything(reason);
    LOG.info("stop={} reason={} budget={}", plan.stop().id(), reason, config.drainTimeout());
    return (store.isPresent() ? drain(plan) : Future.<Void>succeededFuture())
        .compose(drained -> flush(plan.deadlines()))
        .compose(closed -> link("http", this::closeHttp))
        .onSuccess(closed -> Failpoint.STOP_BEFORE_CLOSE.reached())
        .compose(closed -> link("ops", this::undeployOps))
        .compose(closed -> link("store", this::closeStore))
        .onSuccess(closed -> LOG.info("stop={} done", plan.stop().id()));
  }

  private Future<Void> drain(Stops.Plan plan) {
    Drain drain = new Drain(vertx, store(), clock, stops, plan);
    return drain
        .announce()
        .compose(announced -> undeployRunners())
        .compose(drained -> drain.clear());
  }

  /** Twice, since a redeploy may have been about to deploy one anew. */
  private Future<Void> undeployRunners() {
    return deployments
        .undeployAll(runnerNames())
        .compose(gone -> lastRedeploy())
        .transform(redeployed -> deployments.undeployAll(runnerNames()));
  }

  private synchronized Future<Void> lastRedeploy() {
    return redeployed;
  }

  /** Connectors send what is due, say goodbye and close their sockets. */
  private Future<Void> flush(Deadlines deadlines) {
    long left = Math.max(MINIMUM, deadlines.flush() - clock.millis());
    return bounded("connectors", left, () -> deployments.undeployAll(connectorNames()));
  }

  private Future<Void> closeHttp() {
    return http.map(gate -> gate.close(LINGER)).orElseGet(Future::succeededFuture);
  }

  private Future<Void> undeployOps() {
    return deployments.undeployAll(List.of("heartbeat", "gauges", "loop-lag"));
  }

  private Future<Void> closeStore() {
    return store
        .map(open -> open.leave(node, clock.millis()).eventually(open::close))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> link(String name, Supplier<Future<Void>> work) {
    return bounded(name, MINIMUM, work);
  }

  /** One link of the stop after the drain; whatever becomes of it, the chain goes on. */
  private static Future<Void> bounded(String name, long millis, Supplier<Future<Void>> work) {
    return Future.succeededFuture()
        .compose(begin -> work.get())
        .timeout(millis, TimeUnit.MILLISECONDS)
        .onFailure(e -> LOG.warn("stop link={} failed={}", name, e.toString()))
        .otherwiseEmpty();
  }

  private List<String> connectorNames() {
    return config.connectors().stream().map(Gateway::connectorName).toList();
  }

  private List<String> runnerNames() {
    return config.runners().stream().map(Gateway::runnerName).toList();
  }

  private static String connectorName(Block block) {
    return "connector." + block.id();
  }

  private static String runnerName(Block block) {
    return "runner." + block.id();
  }

  /** How it is doing. */
  public Status status() {
    store.ifPresent(open -> open.counts().onSuccess(rows -> counted = Optional.of(rows)));
    return new Status(
        node, "", 0, "", health.map(this::checks).orElse(Map.of()), draining(), Optional.empty());
  }

  private Optional<Status.Draining> draining() {
    if (!stops.stopping()) {
      return Optional.empty();
    }
    Stops.Plan plan = stops.everything(Reason.SHUTDOWN);
    long running = counted.map(rows -> rows.turns().getOrDefault(TurnState.RUNNING, 0L)).orElse(0L);
    return Optional.of(
        new Status.Draining(
            plan.stop().id(),
            "",
            plan.stop().reason(),
            (int) running,
            plan.deadlines().drain(),
            plan.deadlines().end()));
  }

  /** How many rows stand where. */
  public Future<Counts> counts() {
    return store().counts();
  }

  /** Commits a sign of life. */
  public Future<Void> beat() {
    return store().beat(node, clock.millis());
  }

  /** The store that this gateway owns. */
  Store store() {
    return store.orElseThrow();
  }

  private HttpGate http() {
    return http.orElseThrow();
  }
}
