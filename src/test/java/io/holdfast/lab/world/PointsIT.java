package io.holdfast.lab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PointsIT {

  @Test
  @DisplayName(
      "S01, S02, S06, S07, S09, S10, S13, S18, S20, S25, S37, S40: killed at any point, several"
          + " times and in its recovery too, a gateway keeps its promises")
  void crashesAtEachPoint() throws InterruptedException {
    PartReport report = new Points().run(Effort.sample(), line -> {});

    assertEquals(List.of(), report.red());
    assertTrue(report.counts().get("crashes") >= Effort.sample().crashes());
  }
}
