package io.holdfast.runner;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a retry that nobody has set a time for: twice as long each time, of which
 * the second half is by chance, so that many turns do not come back together.
 *
 * @param first the wait before the first retry
 * @param longest the longest wait
 * @param chance gives numbers from 0 to below 1
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier chance) {

  /** From one second to half a minute. */
  public static Backoff standard() {
    return new Backoff(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * The wait before a retry.
   *
   * @param retry from 1
   */
  public Duration before(int retry) {
    double whole = Math.min(first.toMillis() * Math.pow(2, retry - 1), (double) longest.toMillis());
    return Duration.ofMillis((long) (whole / 2 + whole / 2 * chance.getAsDouble()));
  }
}
