package io.holdfast.lab.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.power.Strace;
import io.holdfast.lab.report.PartReport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sample of the sick disks. */
class SickDiskIT {

  @BeforeEach
  void needsStrace() {
    Assumptions.assumeTrue(Strace.works(), "strace is not there, or may not be used");
  }

  @Test
  @DisplayName("S42: on a disk that is full, or fails, nothing is accepted that is not kept")
  void survives() throws Exception {
    PartReport report = new SickDisks().run(Effort.sample(), line -> {});

    assertThat(report.red()).isEmpty();
    assertThat(report.counts().get("accepted")).isPositive();
    assertThat(report.counts().get("refused")).isPositive();
  }
}
