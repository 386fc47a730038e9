package io.holdfast.runner;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats a write for as long as the store cannot commit: what an attempt has done must not be
 * forgotten because the disk was full for a minute.
 */
final class Insistence {

  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 2_000;

  private final Vertx vertx;
  private boolean over;

  Insistence(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From here a write that fails has failed. */
  void giveUp() {
    over = true;
  }

  <T> Future<T> on(Supplier<Future<T>> write) {
    return attempt(write, FIRST_PAUSE);
  }

  private <T> Future<T> attempt(Supplier<Future<T>> write, long pause) {
    return write
        .get()
        .recover(
            e ->
                e instanceof HoldfastException.NotReady && !over
                    ? again(write, pause)
                    : Future.failedFuture(e));
  }

  private <T> Future<T> again(Supplier<Future<T>> write, long pause) {
    return vertx
        .timer(pause, TimeUnit.MILLISECONDS)
        .compose(tick -> attempt(write, Math.min(LONGEST_PAUSE, 2 * pause)));
  }
}
