package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The log")
class LoggingTest {

  @TempDir Path directory;
  private Path stderr;
  private String identity;

  @BeforeEach
  void prepare() throws IOException {
    stderr = Files.createFile(directory.resolve("stderr"));
    identity =
        Files.getAttribute(stderr, "unix:dev") + ":" + Files.getAttribute(stderr, "unix:ino");
  }

  @Test
  @DisplayName("is written for the journal where systemd says that stderr is it")
  void journal() {
    assertThat(Logging.forJournal(Map.of("JOURNAL_STREAM", identity), stderr)).isTrue();
  }

  @Test
  @DisplayName("is not where stderr is something else by now, or systemd says nothing")
  void somethingElse() {
    assertThat(Logging.forJournal(Map.of("JOURNAL_STREAM", identity + "1"), stderr)).isFalse();
    assertThat(Logging.forJournal(Map.of(), stderr)).isFalse();
    assertThat(Logging.forJournal(Map.of("JOURNAL_STREAM", ""), directory.resolve("none")))
        .isFalse();
  }

  @Test
  @DisplayName("is written for the journal or not, as a variable says")
  void forced() {
    assertThat(Logging.forJournal(Map.of("HOLDFAST_LOG_FORMAT", "journal"), stderr)).isTrue();
    assertThat(
            Logging.forJournal(
                Map.of("JOURNAL_STREAM", identity, "HOLDFAST_LOG_FORMAT", "text"), stderr))
        .isFalse();
  }

  @Test
  @DisplayName("says nothing of a client that comes at the very moment at which the port closes")
  void lateClient() {
    LoggerContext context = new LoggerContext();
    new Logging().configure(context);

    assertThat(context.getLogger("io.netty.bootstrap.ServerBootstrap").isWarnEnabled()).isFalse();
    assertThat(context.getLogger("io.netty.channel").isWarnEnabled()).isTrue();
    context.stop();
  }
}
