package io.holdfast.runner;

import io.holdfast.model.HoldfastException;
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
    return attempt(ask, FIRST_PAUSE);
  }

  private <T> Future<T> attempt(Supplier<Future<T>> ask, long pause) {
    return ask.get()
        .recover(
            e ->
                e instanceof HoldfastException.NotReady && !over
                    ? again(ask, pause)
                    : Future.failedFuture(e));
  }

  private <T> Future<T> again(Supplier<Future<T>> ask, long pause) {
    return vertx
        .timer(pause, TimeUnit.MILLISECONDS)
        .compose(tick -> attempt(ask, Math.min(LONGEST_PAUSE, 2 * pause)));
  }
}
