package io.holdfast.ops.systemd;

import io.holdfast.model.Counts;
import io.holdfast.ops.Status;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps {@code systemctl status} true, and systemd waiting for a stop that is in earnest. Confined
 * to the thread that ticks it, but for what the store answers.
 */
final class Reporter {

  /** How often it is to be ticked. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  /** What a stop asks for at a time: enough to outlast some lost ticks. */
  static final Duration EXTENSION = Duration.ofSeconds(10);

  /**
   * A stop that has outlived its budget by so long, in milliseconds, gets no more time: it hangs,
   * and even our own watchdog has not ended it.
   */
  private static final long OVERTIME = 5_000;

  private static final long COUNTS_EVERY = 5_000;

  private final Supplier<Status> status;
  private final Supplier<Future<Counts>> counts;
  private final Notifier systemd;
  private final InstantSource clock;
  private volatile Optional<Counts> counted = Optional.empty();
  private volatile boolean ready;
  private long countedAt = Long.MIN_VALUE / 2;
  private String said = "";

  Reporter(
      Supplier<Status> status,
      Supplier<Future<Counts>> counts,
      Notifier systemd,
      InstantSource clock) {
    this.status = status;
    this.counts = counts;
    this.systemd = systemd;
    this.clock = clock;
  }

  /** From now on it is worth asking; until then it only says that it starts. */
  void ready() {
    ready = true;
  }

  /** What is the case, in words. */
  String text() {
    return ready ? Words.of(status.get(), counted, clock.millis()) : Words.STARTING;
  }

  /** Says what has changed. */
  void tick() {
    if (!ready) {
      say(Words.STARTING);
      return;
    }
    long now = clock.millis();
    Status is = status.get();
    Optional<Status.Draining> stop = is.draining().filter(draining -> draining.scope().isEmpty());
    if (stop.isPresent()) {
      stopping(Words.of(is, counted, now), stop.get(), now);
    } else {
      count(now);
      say(Words.of(is, counted, now));
    }
  }

  private void stopping(String text, Status.Draining stop, long now) {
    if (now < stop.end() + OVERTIME) {
      systemd.stillStopping(text, EXTENSION);
    } else {
      say(text);
    }
  }

  private void say(String text) {
    if (!text.equals(said)) {
      said = text;
      systemd.status(text);
    }
  }

  private void count(long now) {
    if (now - countedAt >= COUNTS_EVERY) {
      countedAt = now;
      counts.get().onSuccess(rows -> counted = Optional.of(rows));
    }
  }
}
