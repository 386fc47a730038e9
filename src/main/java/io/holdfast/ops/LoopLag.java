package io.holdfast.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/** How late the timers of an event loop fire. Deploy one instance per event loop. */
public final class LoopLag extends VerticleBase {

  private static final long PERIOD = 500;

  private final Timer lag;
  private long expected;

  /** Records into {@code meters}. */
  public LoopLag(MeterRegistry meters) {
    this.lag =
        Timer.builder("holdfast.eventloop.lag")
            .description("How late a timer of an event loop fires")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
  }

  @Override
  public Future<?> start() {
    expected = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD);
    vertx.setPeriodic(PERIOD, tick -> sample());
    return Future.succeededFuture();
  }

  private void sample() {
    long now = System.nanoTime();
    lag.record(Math.max(0, now - expected), TimeUnit.NANOSECONDS);
    expected = now + TimeUnit.MILLISECONDS.toNanos(PERIOD);
  }
}
