package io.holdfast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The end of a program's standard error")
class StderrTest {

  @ParameterizedTest(name = "{0} is kept as {1}")
  @CsvSource({
    "'', ''",
    "'one', 'one'",
    "'one|two|', 'one / two'",
    "'  |one| |two|', 'one / two'",
    "'1|2|3|4|5|6|7|8|9|10|11|12', '3 / 4 / 5 / 6 / 7 / 8 / 9 / 10 / 11 / 12'"
  })
  void isInOneLine(String text, String expected) {
    assertThat(tail(text.replace('|', '\n'))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} characters in one line")
  @CsvSource({"1000", "1000000"})
  void isBounded(int length) {
    assertThat(tail("x".repeat(length))).hasSizeLessThanOrEqualTo(401).startsWith("…");
  }

  private static String tail(String text) {
    Stderr stderr = new Stderr("turn=t");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stderr.take(bytes, bytes.length);
    stderr.end();
    return stderr.tail();
  }
}
