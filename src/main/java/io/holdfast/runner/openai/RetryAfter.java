package io.holdfast.runner.openai;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a server wants to be left alone: RFC 9110, section 10.2.3. */
final class RetryAfter {

  private RetryAfter() {}

  /**
   * Reads {@code Retry-After}, or the {@code Retry-After-Ms} that some providers add.
   *
   * @param headers the response's
   * @param now our clock; used for a date where the response has none of its own to compare with
   */
  static Optional<Duration> of(MultiMap headers, Instant now) {
    return millis(headers.get("Retry-After-Ms"))
        .or(() -> seconds(headers.get("Retry-After")))
        .or(
            () ->
                date(headers.get("Retry-After"))
                    .map(until -> Duration.between(date(headers.get("Date")).orElse(now), until)))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private static Optional<Duration> millis(@Nullable String value) {
    return number(value).map(Duration::ofMillis);
  }

  private static Optional<Duration> seconds(@Nullable String value) {
    return number(value).map(Duration::ofSeconds);
  }

  private static Optional<Long> number(@Nullable String value) {
    if (value == null || !value.strip().matches("\\d{1,9}(\\.\\d*)?")) {
      return Optional.empty();
    }
    return Optional.of((long) Math.ceil(Double.parseDouble(value.strip())));
  }

  private static Optional<Instant> date(@Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
