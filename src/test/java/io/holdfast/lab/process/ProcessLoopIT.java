package io.holdfast.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import java.nio.file.Path;
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
    assertThat(report.counts().get("replies")).isPositive();
    assertThat(report.resumeMillis()).isNotEmpty();
  }
}
