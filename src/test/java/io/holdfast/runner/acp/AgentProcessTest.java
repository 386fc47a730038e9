package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.process.Launch;
import io.holdfast.process.Tag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An agent's process")
class AgentProcessTest {

  /** More than a pipe holds: who sends it waits for its reader. */
  private static final String LONG = "x".repeat(1 << 20);

  /** Reads one byte, says so, and reads the rest only once it is to end. */
  private static final String LATE =
      "trap : TERM; dd bs=1 count=1 of=first; echo begun; sleep 60 & wait; exec cat > rest";

  @TempDir Path directory;

  private static final class Ears implements AgentProcess.Listener {

    final CompletableFuture<String> begun = new CompletableFuture<>();
    final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @Override
    public void line(String line) {
      begun.complete(line);
    }

    @Override
    public void ended(String obstacle, int exit, String said) {
      ended.complete(exit);
    }
  }

  @Test
  @DisplayName("is sent nothing more once it is to end, not even what waits")
  void dropsWhatWaits() throws Exception {
    Tag tag = new Tag(Map.of("HOLDFAST_TEST", directory.toString()));
    Launch launch =
        new Launch(
            List.of("/bin/sh", "-c", LATE),
            directory,
            Map.of("PATH", "/usr/bin:/bin", "HOLDFAST_TEST", directory.toString()));
    Ears ears = new Ears();
    AgentProcess agent =
        new AgentProcess(launch, tag, Duration.ofSeconds(10), "agent=late", Runnable::run, ears);
    agent.start();
    agent.send(LONG);
    agent.send("two");
    assertThat(ears.begun.get(60, TimeUnit.SECONDS)).isEqualTo("begun");
    agent.stop();
    assertThat(ears.ended.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(Files.readString(directory.resolve("rest"))).isEqualTo(LONG.substring(1) + "\n");
  }
}
