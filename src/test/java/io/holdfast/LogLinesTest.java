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

  private static String line(LoggingEvent event) {
    return new String(new LogLines().encode(event), StandardCharsets.UTF_8);
  }

  private static LoggingEvent event(String logger, String message, @Nullable Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger(logger), Level.INFO, message, failure, null);
    event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
    return event;
  }
}
