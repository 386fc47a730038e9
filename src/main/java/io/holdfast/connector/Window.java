package io.holdfast.connector;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * For how long a platform remembers something: a key that it drops copies by, or the place of a
 * link that was cut.
 */
public record Window(Duration length) {

  /** It remembers nothing. */
  public static final Window NONE = new Window(Duration.ZERO);

  /** It never forgets. */
  public static final Window FOR_EVER = new Window(ChronoUnit.FOREVER.getDuration());

  public Window {
    if (length.isNegative()) {
      throw new IllegalArgumentException("a window of " + length);
    }
  }

  /** So long; the shortest that the platform may mean where it says no number. */
  public static Window of(Duration length) {
    return new Window(length);
  }

  /** Whether it remembers what it was told {@code age} ago. */
  public boolean covers(Duration age) {
    return age.compareTo(length) < 0;
  }
}
