package io.holdfast.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The real jar, struck at random moments")
class ProcessLoopIT {

  @Test
  @DisplayName("S01, S10, S12, S18, S23, S25, S37: breaks no promise to two hundred chats")
  void sample() throws Exception {
    PartReport report =
        new ProcessLoop(Path.of("target", "lab", "processes-sample"))
            .run(Effort.sample(), line -> {});

    assertThat(report.red()).isEmpty();
    assertThat(report.counts().get("kills")).isGreaterThanOrEqualTo(Effort.sample().kills());
    assertThat(report.counts()).containsKeys(kinds());
    assertThat(report.counts()).containsKeys(happened());
    assertThat(report.resumeMillis()).isNotEmpty();
  }

  private static String[] kinds() {
    return Stream.of(Disturbance.Kind.values()).map(Disturbance.Kind::word).toArray(String[]::new);
  }

  /** What is not counted did not happen. */
  private static String[] happened() {
    return new String[] {
      "replies",
      "replies of several parts",
      "duplicates",
      "cancels of what ran",
      "poison set aside",
      "kills before ready"
    };
  }
}
