package io.holdfast.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Effort;
import io.holdfast.lab.report.PartReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ModelIT {

  @Test
  @DisplayName("the model keeps its promises with the check of attempts, and breaks one without it")
  void fencingIsWhatHolds() throws Exception {
    List<String> said = new ArrayList<>();

    PartReport report = new ModelPart().run(Effort.sample(), said::add);

    said.forEach(System.out::println);
    assertThat(report.red()).isEmpty();
    assertThat(said).contains("model unfenced:");
    assertThat(said)
        .anySatisfy(line -> assertThat(line).contains("replies attempt0 -> attempt0+attempt1"));
  }
}
