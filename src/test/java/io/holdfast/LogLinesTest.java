package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

@DisplayName("A line of the log")
class LogLinesTest {

  private final LoggingEvent event = event("io.holdfast.stop.Drain", "marked turns=3", null);

  @Test
  @DisplayName("has time, level, logger, message and pairs")
  void form() {
    event.addKeyValuePair(new KeyValuePair("stop", "s1"));
    event.addKeyValuePair(new KeyValuePair("reason", null));
    assertThat(line(event))
        .isEqualTo(
            "2026-01-02T03:04:05.006Z INFO  stop.Drain marked turns=3 stop=s1 reason=null\n");
  }

  @Test
  @DisplayName("is one line, whatever a message brings")
  void oneLine() {
    assertThat(line(event("io.netty.X", "chat=a\r\nb\t\u001b[31m\u2028", null)))
        .isEqualTo(
            "2026-01-02T03:04:05.006Z INFO  io.netty.X chat=a\\r\\nb\\t\\u001b[31m\\u2028\n");
  }

  @Test
  @DisplayName("is followed by the trace of a failure")
  void trace() {
    assertThat(line(event("x", "failed", new IllegalStateException("deliberately"))).lines())
        .contains("java.lang.IllegalStateException: deliberately")
        .anyMatch(line -> line.contains("at io.holdfast.LogLinesTest.trace"));
  }

  @Test
  @DisplayName("for the journal has a priority instead of time and level, on each line of a trace")
  void journal() {
    LoggingEvent failure =
        event("io.holdfast.X", Level.WARN, "failed", new IllegalStateException("why"));
    String text = new String(new LogLines(true).encode(failure), StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("<4>"));
    assertThat(text.lines().limit(2))
        .containsExactly("<4>X failed", "<4>java.lang.IllegalStateException: why");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
  @DisplayName("for the journal has syslog's number for each level:")
  void priorities(String level, String number) {
    LoggingEvent of = event("x", Level.toLevel(level), "m", null);
    assertThat(new String(new LogLines(true).encode(of), StandardCharsets.UTF_8))
        .isEqualTo("<" + number + ">x m\n");
  }

  private static String line(LoggingEvent event) {
    return new String(new LogLines(false).encode(event), StandardCharsets.UTF_8);
  }

  private static LoggingEvent event(String logger, String message, @Nullable Throwable failure) {
    return event(logger, Level.INFO, message, failure);
  }

  private static LoggingEvent event(
      String logger, Level level, String message, @Nullable Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), level, message, failure, null);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
    return event;
  }
}
