package io.holdfast.gateway;

import io.holdfast.config.Plan.Kind;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.http.HttpGate;
import io.holdfast.retry.Bound;
import io.holdfast.stop.Deadlines;
import io.holdfast.stop.Drain;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop of the whole gateway: its runners drain, each by its own stop chain as a part of this
 * one; then connectors, server, and the store last. A link that fails is logged, and the next one
 * runs.
 */
final class FullStop {

  private static final Logger LOG = LoggerFactory.getLogger(FullStop.class);
  private static final Duration LINGER = Duration.ofMillis(200);

  /** What a link after the drain gets however little of the budget is left, in milliseconds. */
  private static final long MINIMUM = 500;

  /** What is sent to a collector at the very end gets no more than this, in milliseconds. */
  private static final long FAREWELL = 2_500;

  private final Vertx vertx;
  private final String node;
  private final Stops stops;
  private final Reloads reloads;
  private final Deployments deployments;
  private final InstantSource clock;

  FullStop(
      Vertx vertx,
      String node,
      Stops stops,
      Reloads reloads,
      Deployments deployments,
      InstantSource clock) {
    this.vertx = vertx;
    this.node = node;
    this.stops = stops;
    this.reloads = reloads;
    this.deployments = deployments;
    this.clock = clock;
  }

  /** Runs it on what has been started so far. */
  Future<Void> run(Stops.Plan plan, Optional<Store> store, Optional<HttpGate> http) {
    String id = plan.stop().id();
    long budget = plan.deadlines().end() - stops.now();
    LOG.info("stop={} reason={} budget={}ms", id, plan.stop().reason(), budget);
    return store
        .map(open -> drain(plan, open))
        .orElseGet(Future::succeededFuture)
        .compose(Failpoint.STOP_DRAINED::link)
        .compose(drained -> flush(plan.deadlines()))
        .compose(Failpoint.STOP_FLUSHED::link)
        .compose(flushed -> link("http", () -> close(http)))
        .compose(Failpoint.STOP_BEFORE_CLOSE::link)
        .compose(closed -> farewell(plan.deadlines()))
        .compose(gone -> link("store", () -> leave(store)))
        .onSuccess(closed -> LOG.info("stop={} done", id));
  }

  private Future<Void> drain(Stops.Plan plan, Store store) {
    Drain drain = new Drain(vertx, store, clock, stops, plan);
    return drain
        .announce()
        .compose(announced -> undeployRunners(plan.deadlines()))
        .compose(drained -> drain.clear());
  }

  /**
   * Twice, since a reload may have been about to deploy one anew. The reload's own drain keeps to
   * this stop's deadlines; a connector of it that hangs must not hold up what follows.
   */
  private Future<Void> undeployRunners(Deadlines deadlines) {
    return undeployAll(Verticles.prefix(Kind.RUNNER))
        .compose(gone -> bounded("reload", left(deadlines), reloads::settled))
        .compose(settled -> undeployAll(Verticles.prefix(Kind.RUNNER)));
  }

  /** Connectors send what is due, say goodbye and close their sockets. */
  private Future<Void> flush(Deadlines deadlines) {
    return bounded(
        "connectors", left(deadlines), () -> undeployAll(Verticles.prefix(Kind.CONNECTOR)));
  }

  /** Until the last deliveries are given up. */
  private long left(Deadlines deadlines) {
    return Math.max(MINIMUM, deadlines.flush() - stops.now());
  }

  private static Future<Void> close(Optional<HttpGate> http) {
    return http.map(gate -> gate.close(LINGER)).orElseGet(Future::succeededFuture);
  }

  /** The last spans go out, as far as the time allows it. */
  private Future<Void> farewell(Deadlines deadlines) {
    long left = Math.max(MINIMUM, deadlines.end() - stops.now() - 2 * MINIMUM);
    return bounded("ops", Math.min(left, FAREWELL), () -> undeployAll(Panel.PREFIX));
  }

  private Future<Void> undeployAll(String prefix) {
    return deployments.undeployAll(deployments.named(prefix));
  }

  private Future<Void> leave(Optional<Store> store) {
    return store
        .map(open -> open.leave(node, clock.millis()).eventually(open::close))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> link(String name, Supplier<Future<Void>> work) {
    return bounded(name, MINIMUM, work);
  }

  /** One link after the drain; whatever becomes of it, the chain goes on. */
  private Future<Void> bounded(String name, long millis, Supplier<Future<Void>> work) {
    Bound bound = new Bound(millis);
    return bound
        .on(vertx, work)
        .onFailure(e -> LOG.warn("stop link={} failed={}", name, bound.why(e)))
        .otherwiseEmpty();
  }
}
