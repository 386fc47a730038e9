package io.holdfast.lab.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Three real jars on one PostgreSQL, struck at random moments")
class NodesLoopIT {

  @Test
  @DisplayName("S43, S52: break no promise to eighty chats, nor does their database")
  void sample() throws Exception {
    PartReport report =
        new NodesLoop(Path.of("target", "lab", "nodes-sample")).run(Effort.sample(), line -> {});

    assertThat(report.red()).isEmpty();
    assertThat(report.counts()).containsKeys(kinds());
    assertThat(report.counts()).containsKeys("replies", "duplicates");
    assertThat(report.resumeMillis()).isNotEmpty();
  }

  private static String[] kinds() {
    return Stream.of(Kind.values())
        .map(kind -> "disturbances: " + kind.word())
        .toArray(String[]::new);
  }
}
