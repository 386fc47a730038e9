package io.holdfast.runner.acp;

import io.holdfast.retry.Until;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What an agent repeats of a session that it has loaded. By the protocol it answers after that;
 * some, as Gemini CLI, do before. Confined to one event loop.
 */
final class Repeats {

  /** It has said all when nothing more has come for so long. */
  private static final Duration QUIET = Duration.ofMillis(300);

  /** So long it may take. */
  private static final Duration MOST = Duration.ofSeconds(10);

  private final Vertx vertx;
  private long heardAt;

  Repeats(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Something has come. */
  void heard() {
    heardAt = System.nanoTime();
  }

  /** Completes when it has said all, or is not alive any more; never fails. */
  Future<Void> over(BooleanSupplier alive) {
    long begun = System.nanoTime();
    heardAt = begun;
    return Until.enough(
        () -> vertx.timer(QUIET.toMillis() / 3, TimeUnit.MILLISECONDS).mapEmpty(),
        looked -> !alive.getAsBoolean() || since(heardAt, QUIET) || since(begun, MOST),
        Future::succeededFuture);
  }

  private static boolean since(long nanos, Duration time) {
    return System.nanoTime() - nanos >= time.toNanos();
  }
}
