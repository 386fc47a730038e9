package io.holdfast.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is shown")
class ScreenTest {

  @ParameterizedTest(name = "{0} ms: {1}, {2}")
  @CsvSource({
    "-5, 0 ms, 0 s",
    "999, 999 ms, 0 s",
    "1000, 1.0 s, 1 s",
    "59999, 59.9 s, 59 s",
    "119999, 1 m 59 s, 119 s",
    "120000, 2 m 00 s, 2 m",
    "3600000, 1 h 00 m, 1 h",
    "93784000, 1 d 02 h, 1 d"
  })
  @DisplayName("of a length of time is exact, or rough")
  void spans(long millis, String exact, String rough) {
    assertThat(Spans.exact(Duration.ofMillis(millis))).isEqualTo(exact);
    assertThat(Spans.rough(Duration.ofMillis(millis))).isEqualTo(rough);
  }

  @Test
  @DisplayName("never moves a cursor or turns the writing around")
  void harmless() {
    assertThat(Cell.of("a\u001b[2J\r\n\u202Eb\u009bc é 😀").text())
        .isEqualTo("a\uFFFD[2J\uFFFD\uFFFD\uFFFDb\uFFFDc é 😀");
  }
}
