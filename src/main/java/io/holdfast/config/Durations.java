package io.holdfast.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as the configuration writes them: a whole number and ms, s, m, h or d. */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /** Reads what may be one. */
  static Optional<Duration> of(@Nullable Object value) {
    return value instanceof String text && FORM.matcher(text).matches()
        ? Optional.of(parse(text))
        : Optional.empty();
  }

  /** Reads {@code 250ms}, {@code 90s}, {@code 30m}, {@code 24h}, {@code 7d}. */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a length of time such as 90s: " + text);
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
