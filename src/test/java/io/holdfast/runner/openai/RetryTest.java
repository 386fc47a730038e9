package io.holdfast.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.runner.Backoff;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The wait before a retry")
class RetryTest {

  private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of("Retry-After: 7", Duration.ofSeconds(7)),
        Arguments.of("Retry-After: 0", Duration.ZERO),
        Arguments.of("Retry-After: 1.5", Duration.ofSeconds(2)),
        Arguments.of("Retry-After-Ms: 250|Retry-After: 7", Duration.ofMillis(250)),
        Arguments.of("Retry-After: Wed, 21 Oct 2015 07:28:05 GMT", Duration.ofSeconds(5)),
        Arguments.of("Retry-After: Wed, 21 Oct 2015 07:27:00 GMT", Duration.ZERO),
        Arguments.of(
            "Date: Wed, 21 Oct 2015 08:00:00 GMT|Retry-After: Wed, 21 Oct 2015 08:00:30 GMT",
            Duration.ofSeconds(30)));
  }

  @ParameterizedTest(name = "S50: {0} is obeyed to the letter")
  @MethodSource("headers")
  void isWhatTheServerAsksFor(String headers, Duration expected) {
    assertThat(RetryAfter.of(parse(headers), NOW)).contains(expected);
  }

  @ParameterizedTest(name = "{0} says nothing")
  @CsvSource({"'Retry-After: soon'", "'Retry-After: -1'", "'Retry-After:'", "'X: 1'"})
  void isOurOwnOtherwise(String headers) {
    assertThat(RetryAfter.of(parse(headers), NOW)).isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("doubles up to a bound, the second half of it by chance")
  void backsOff() {
    Backoff early = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 0.0);
    Backoff late = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 1.0);

    assertThat(Stream.of(1, 2, 3, 6, 1000).map(early::before).map(Duration::toMillis))
        .containsExactly(500L, 1000L, 2000L, 15_000L, 15_000L);
    assertThat(Stream.of(1, 2, 3, 6, 1000).map(late::before).map(Duration::toMillis))
        .containsExactly(1000L, 2000L, 4000L, 30_000L, 30_000L);
  }

  private static MultiMap parse(String headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (String line : headers.split("\\|", -1)) {
      map.add(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
    }
    return map;
  }
}
