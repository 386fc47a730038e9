package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I8, what was acked is durable,")
class AckedTest {

  @Test
  @DisplayName("is found broken where a crash forgets an accepted message")
  void forgotten() {
    Story story = plain("m1", 0).killed(1).accepted("m1", false).reply("m1");

    assertThat(story.broken()).contains("I8");
  }
}
