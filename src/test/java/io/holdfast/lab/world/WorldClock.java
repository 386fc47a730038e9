package io.holdfast.lab.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The system's clock, which somebody sets. */
final class WorldClock implements InstantSource {

  private final AtomicLong ahead = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return System.currentTimeMillis() + ahead.get();
  }

  void jump(Duration by) {
    ahead.addAndGet(by.toMillis());
  }
}
