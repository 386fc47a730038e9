package io.holdfast.runner;

import io.holdfast.model.HoldfastException;
import io.holdfast.retry.Until;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats what an attempt asks of the store for as long as that is not ready: what it has done must
 * not be forgotten because the disk was full for a minute, nor may it count as interrupted.
 */
final class Insistence {

  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 2_000;

  private final Vertx vertx;
  private boolean over;

  Insistence(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From here what fails has failed. */
  void giveUp() {
    over = true;
  }

  <T> Future<T> on(Supplier<Future<T>> ask) {
    return Until.enough(
        ask,
        done -> over || !(done.cause() instanceof HoldfastException.NotReady),
        new Pause(vertx));
  }

  /** Longer each time. */
  private static final class Pause implements Supplier<Future<Void>> {

    private final Vertx vertx;
    private long next = FIRST_PAUSE;

    Pause(Vertx vertx) {
      this.vertx = vertx;
    }

    @Override
    public Future<Void> get() {
      long now = next;
      next = Math.min(LONGEST_PAUSE, 2 * now);
      return vertx.timer(now, TimeUnit.MILLISECONDS).mapEmpty();
    }
  }
}
