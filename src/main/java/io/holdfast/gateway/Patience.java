package io.holdfast.gateway;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.retry.Until;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what a database that others share cannot do for now, while a gateway boots: it may be
 * moving to another machine, or wait for nodes that died in the middle of something. Nobody has
 * been told yet that the gateway is there, so that there is nothing that it keeps anybody from.
 */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Duration limit;
  private final Duration pause;
  private final BooleanSupplier over;

  /**
   * @param limit for how long a step is tried again
   * @param over whether nobody wants it any more
   */
  Patience(Vertx vertx, Duration limit, Duration pause, BooleanSupplier over) {
    this.vertx = vertx;
    this.limit = limit;
    this.pause = pause;
    this.over = over;
  }

  /** With a database that is shared; one that is our own has nothing to wait for. */
  static Patience with(Vertx vertx, boolean shared, BooleanSupplier over) {
    return new Patience(vertx, shared ? LIMIT : Duration.ZERO, PAUSE, over);
  }

  /**
   * Does {@code step}, which may be done again, until it succeeds or fails with something else.
   *
   * @param passing with what it may fail that passes
   */
  <T> Future<T> keep(String name, Class<? extends NotReady> passing, Supplier<Future<T>> step) {
    long end = System.nanoTime() + limit.toNanos();
    return Until.enough(
        step,
        done -> !passing.isInstance(done.cause()) || givesUp(name, done.cause(), end),
        () -> vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty());
  }

  private boolean givesUp(String name, Throwable cause, long end) {
    if (System.nanoTime() >= end || over.getAsBoolean()) {
      return true;
    }
    LOG.warn("boot waits step={} cause={}", name, cause.getMessage());
    return false;
  }
}
