package io.holdfast.lab.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Scratch;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sample of the power cuts, and the proof that they would be noticed. */
class PowerLossIT {

  @BeforeEach
  void needsStrace() {
    Assumptions.assumeTrue(Strace.works(), "strace is not there, or may not be used");
  }

  @Test
  @DisplayName("S06, S42: whenever the power is cut, all that clients were told is on the disk")
  void keepsItsWord() throws Exception {
    PartReport report = new PowerCuts().run(Effort.sample(), line -> {});

    assertThat(report.red()).isEmpty();
    assertThat(report.counts().get("accepted")).isPositive();
    assertThat(report.counts().get("torn")).isPositive();
    assertThat(report.counts().get("failed syncs")).isPositive();
  }

  @Test
  @DisplayName("a log that is not synced with each commit is found out")
  void noticesAMissingSync() throws Exception {
    Path home = Scratch.inMemory();
    Vertx vertx = Vertx.vertx();
    Map<String, Long> counts = new TreeMap<>();
    List<String> red = new ArrayList<>();
    try {
      Path mutant = Unsynced.into(Files.createDirectory(home.resolve("mutant")));
      PowerCuts cuts = new PowerCuts(mutant.toString());
      Path directory = Files.createDirectory(home.resolve("run"));
      PowerCuts.Run run = cuts.record(vertx, directory, 1, PowerCuts.Strike.NONE);
      PowerCuts.cut(vertx, run, home, 10, 1, "none", counts, red);
    } finally {
      vertx.close().await();
      Scratch.delete(home);
    }
    assertThat(red).anySatisfy(line -> assertThat(line).contains("that were accepted"));
  }
}
