package io.holdfast.lab.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MutationsIT {

  @Test
  @DisplayName("a gateway without one of its promises turns the lab red, and one with all does not")
  void noticesWhatIsMissing() throws Exception {
    PartReport report = new Mutations().run(Effort.sample(), System.out::println);

    assertThat(report.red()).isEmpty();
    assertThat(report.counts().get("mutations")).isEqualTo(3);
  }
}
