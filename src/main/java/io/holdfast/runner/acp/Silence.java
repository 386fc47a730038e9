package io.holdfast.runner.acp;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Watches for an agent that says nothing though no tool runs. Confined to one event loop. */
final class Silence {

  private final Vertx vertx;
  private final Duration limit;
  private final BooleanSupplier excused;
  private final Runnable silent;
  private long heard = System.nanoTime();
  private long timer;

  /**
   * @param excused whether there is a reason to be silent
   * @param silent called once, if it is silent for {@code limit}
   */
  Silence(Vertx vertx, Duration limit, BooleanSupplier excused, Runnable silent) {
    this.vertx = vertx;
    this.limit = limit;
    this.excused = excused;
    this.silent = silent;
    watch(limit.toMillis());
  }

  /** It has said something. */
  void heard() {
    heard = System.nanoTime();
  }

  void end() {
    vertx.cancelTimer(timer);
  }

  private void watch(long millis) {
    timer = vertx.setTimer(Math.max(1, millis), fired -> look());
  }

  private void look() {
    if (excused.getAsBoolean()) {
      heard();
    }
    long rest = limit.minusNanos(System.nanoTime() - heard).toMillis();
    if (rest > 0) {
      watch(rest);
    } else {
      silent.run();
    }
  }
}
