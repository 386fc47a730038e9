package io.holdfast.cli.screen;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as people read them. */
public final class Spans {

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spans() {}

  /** Two units at most: {@code 7 ms}, {@code 12.4 s}, {@code 3 m 05 s}, {@code 2 d 04 h}. */
  public static String exact(Duration span) {
    long millis = Math.max(0, span.toMillis());
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      // Cut, not rounded: 59.96 s are not a minute.
      return String.format(Locale.ROOT, "%d.%d s", millis / SECOND, millis % SECOND / 100);
    }
    if (millis < HOUR) {
      return two(millis, MINUTE, "m", SECOND, "s");
    }
    return millis < DAY ? two(millis, HOUR, "h", MINUTE, "m") : two(millis, DAY, "d", HOUR, "h");
  }

  /** One unit: {@code 41 s}, {@code 90 s}, {@code 3 m}, {@code 5 h}, {@code 2 d}. */
  public static String rough(Duration span) {
    long millis = Math.max(0, span.toMillis());
    if (millis < 2 * MINUTE) {
      return millis / SECOND + " s";
    }
    if (millis < HOUR) {
      return millis / MINUTE + " m";
    }
    return millis < DAY ? millis / HOUR + " h" : millis / DAY + " d";
  }

  private static String two(long millis, long big, String bigName, long small, String smallName) {
    return String.format(
        Locale.ROOT, "%d %s %02d %s", millis / big, bigName, millis % big / small, smallName);
  }
}
