package io.holdfast.gateway;

import io.holdfast.model.HoldfastException.NotReady;
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

  /** Tries, a second apart; a wait in the database is cut after 15 seconds by itself. */
  private static final int TRIES = 60;

  private final Vertx vertx;
  private final int tries;
  private final Duration pause;
  private final BooleanSupplier over;

  private Patience(Vertx vertx, int tries, Duration pause, BooleanSupplier over) {
    this.vertx = vertx;
    this.tries = tries;
    this.pause = pause;
    this.over = over;
  }

  /** With a database that is shared; one that is our own has nothing to wait for. */
  static Patience with(Vertx vertx, boolean shared, BooleanSupplier over) {
    return with(vertx, shared ? TRIES : 1, Duration.ofSeconds(1), over);
  }

  /**
   * @param tries how many there are, the first included
   * @param over whether nobody wants it any more
   */
  static Patience with(Vertx vertx, int tries, Duration pause, BooleanSupplier over) {
    return new Patience(vertx, tries, pause, over);
  }

  /**
   * Does {@code step}, which may be done again, until it fails with something else than NotReady.
   */
  <T> Future<T> keep(String name, Supplier<Future<T>> step) {
    return keep(name, step, tries - 1);
  }

  private <T> Future<T> keep(String name, Supplier<Future<T>> step, int left) {
    return step.get()
        .recover(
            cause ->
                cause instanceof NotReady && left > 0 && !over.getAsBoolean()
                    ? later(name, cause).compose(now -> keep(name, step, left - 1))
                    : Future.failedFuture(cause));
  }

  private Future<Void> later(String name, Throwable cause) {
    LOG.warn("boot waits step={} cause={}", name, cause.getMessage());
    return vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
