package io.holdfast.cli.doctor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as {@code systemctl show} prints them: {@code 1min 5s}; systemd.time(7). */
final class SystemdSpan {

  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|min|h|d|w|month|y)");
  private static final Map<String, Long> MICROS =
      Map.of(
          "us", 1L,
          "ms", 1_000L,
          "s", 1_000_000L,
          "min", 60_000_000L,
          "h", 3_600_000_000L,
          "d", 86_400_000_000L,
          "w", 604_800_000_000L,
          "month", 2_629_800_000_000L,
          "y", 31_557_600_000_000L);

  private SystemdSpan() {}

  /** Empty for {@code infinity} and for what is no length of time. */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    double micros = 0;
    boolean any = false;
    for (String word : text.split(" ", -1)) {
      Matcher part = PART.matcher(word);
      if (!part.matches()) {
        return Optional.empty();
      }
      micros += Double.parseDouble(part.group(1)) * MICROS.getOrDefault(part.group(2), 0L);
      any = true;
    }
    return any ? Optional.of(Duration.ofNanos((long) (micros * 1000))) : Optional.empty();
  }
}
