package io.holdfast.runner;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Calls once, at the earliest of the times that it was set to. Confined to one event loop. */
final class Alarm {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Runnable call;
  private long timer = NO_TIMER;
  private long due;

  Alarm(Vertx vertx, Runnable call) {
    this.vertx = vertx;
    this.call = call;
  }

  /** Calls in so many milliseconds, or before. */
  void within(long millis) {
    long then = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (timer != NO_TIMER) {
      if (due - then <= 0) {
        return;
      }
      vertx.cancelTimer(timer);
    }
    due = then;
    timer = vertx.setTimer(Math.max(1, millis), rung -> ring());
  }

  private void ring() {
    timer = NO_TIMER;
    call.run();
  }
}
