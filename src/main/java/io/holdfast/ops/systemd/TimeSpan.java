package io.holdfast.ops.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as systemctl prints it: {@code 1min 15s} (systemd.time(7)). */
public final class TimeSpan {

  private static final Pattern SPAN =
      Pattern.compile("\\d+(?:\\.\\d+)?[a-z]+(?: \\d+(?:\\.\\d+)?[a-z]+)*");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-z]+)");

  private static final Map<String, Double> SECONDS =
      Map.of(
          "us", 1e-6,
          "ms", 1e-3,
          "s", 1.0,
          "min", 60.0,
          "h", 3_600.0,
          "d", 86_400.0,
          "w", 604_800.0,
          "month", 2_629_800.0,
          "y", 31_557_600.0);

  private TimeSpan() {}

  /** The length; empty for {@code infinity} and what is not one. */
  public static Optional<Duration> of(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!SPAN.matcher(text).matches()) {
      return Optional.empty();
    }
    double seconds = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      Double unit = SECONDS.get(part.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      seconds += Double.parseDouble(part.group(1)) * unit;
    }
    return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
