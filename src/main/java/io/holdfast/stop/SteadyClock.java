package io.holdfast.stop;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * A clock that nobody sets: it is right when it is made, and goes on evenly from there. What is
 * waited for is measured with it, so that a clock that is set back, or forth, neither makes a wait
 * a day longer nor cuts it short.
 */
public final class SteadyClock implements InstantSource {

  private final long begun;
  private final long since = System.nanoTime();

  private SteadyClock(long begun) {
    this.begun = begun;
  }

  /** A clock that begins at what {@code clock} says now. */
  public static SteadyClock from(InstantSource clock) {
    return new SteadyClock(clock.millis());
  }

  @Override
  public long millis() {
    return begun + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
