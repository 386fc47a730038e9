package io.holdfast.gateway;

import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.config.Plan.Kind;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Scope;
import io.holdfast.ops.Control;
import io.holdfast.ops.Gauges;
import io.holdfast.ops.Health;
import io.holdfast.ops.Heartbeat;
import io.holdfast.ops.LoopLag;
import io.holdfast.ops.MetricsPage;
import io.holdfast.ops.Status;
import io.holdfast.ops.api.AdminApi;
import io.holdfast.ops.trace.Tracing;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator sees of this gateway, and may ask of it. */
final class Panel {

  private static final Logger LOG = LoggerFactory.getLogger(Panel.class);

  /** What the names of its verticles begin with. */
  static final String PREFIX = "ops.";

  private final String node;
  private final Optional<Path> file;
  private final InForce inForce;
  private final Stops stops;
  private final Reloads reloads;
  private final Deployments deployments;
  private final Supplier<Map<String, String>> idle;
  private final InstantSource clock;
  private final long startedAt;
  private volatile Optional<Heartbeat> heartbeat = Optional.empty();

  /**
   * @param idle the connectors that do nothing now, each with why
   */
  Panel(
      String node,
      Optional<Path> file,
      InForce inForce,
      Stops stops,
      Reloads reloads,
      Deployments deployments,
      Supplier<Map<String, String>> idle,
      InstantSource clock) {
    this.node = node;
    this.file = file;
    this.inForce = inForce;
    this.stops = stops;
    this.reloads = reloads;
    this.deployments = deployments;
    this.idle = idle;
    this.clock = clock;
    this.startedAt = clock.millis();
  }

  /** Mounts its pages and deploys its verticles. */
  Future<Void> deploy(
      Store store, HttpGate http, Bus bus, Control control, PrometheusMeterRegistry meters) {
    if (config().admin().token().isEmpty() && !config().admin().loopbackWithoutToken()) {
      LOG.info("admin=off because=\"no admin.token, or an empty one\"");
    }
    Heartbeat beats = new Heartbeat(node, store, clock);
    heartbeat = Optional.of(beats);
    new Health(this::checks).mount(http);
    new MetricsPage(meters).mount(http);
    new AdminApi(store, control, () -> config().admin(), this::scratch, clock).mount(http);
    return deploy("heartbeat", beats)
        .compose(
            up ->
                deploy(
                    "gauges",
                    new Gauges(store, config().database().embedded(), this::checks, meters)))
        .compose(up -> deploy("loop-lag", new LoopLag(meters)))
        .compose(up -> deploy("tracing", tracing(store, bus, meters)));
  }

  private Future<Void> deploy(String name, Deployable verticle) {
    return deployments.deploy(PREFIX + name, verticle);
  }

  private Tracing tracing(Store store, Bus bus, PrometheusMeterRegistry meters) {
    return new Tracing(store, bus, () -> config().tracing(), version(), meters, clock);
  }

  private Config config() {
    return inForce.config();
  }

  /** Beside the database: where there is room for one there should be room for its copy. */
  private Optional<Path> scratch() {
    return config()
        .database()
        .embedded()
        .map(Path::toAbsolutePath)
        .map(file -> file.resolveSibling(file.getFileName() + ".copies"));
  }

  /** How the gateway is doing. Safe from any thread. */
  Status status() {
    return new Status(
        node,
        version(),
        startedAt,
        file.map(Path::toString).orElse("built-in defaults"),
        config().routes().runners(),
        checks(),
        idle.get(),
        stops.progress().map(Panel::draining),
        reloads.last());
  }

  private static String version() {
    String version = Panel.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Status.Draining draining(Stops.Progress progress) {
    String scope = progress.stop().scope() instanceof Scope.OfRunner of ? of.runner() : "";
    return new Status.Draining(
        progress.stop().id(),
        scope,
        progress.stop().reason(),
        progress.turns(),
        progress.until(),
        progress.end());
  }

  private Map<String, Boolean> checks() {
    Map<String, Boolean> checks = new LinkedHashMap<>();
    checks.put("store", heartbeat.map(Heartbeat::storeReady).orElse(false));
    checks.put("accepting", !stops.stopping());
    config().connectors().forEach(block -> check(checks, Kind.CONNECTOR, block));
    config().runners().forEach(block -> check(checks, Kind.RUNNER, block));
    return checks;
  }

  private void check(Map<String, Boolean> checks, Kind kind, Block block) {
    String name = Verticles.name(kind, block.id());
    // A runner that is being redeployed is no reason to send messages elsewhere: they are accepted.
    boolean replaced = kind == Kind.RUNNER && reloads.replaces(block.id());
    // In a stop all go one by one, as they should: that it accepts nothing says enough.
    checks.put(name, deployments.up(name) || replaced || stops.stopping());
  }
}
