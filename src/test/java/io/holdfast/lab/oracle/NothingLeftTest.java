package io.holdfast.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.history.Event;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I7, after quiet nothing is left over,")
class NothingLeftTest {

  @Test
  @DisplayName("is found broken where something is")
  void left() {
    Story story = new Story().add(new Event.Left(Map.of("markers", 1)));

    assertThat(story.broken()).containsExactly("I7");
  }

  @Test
  @DisplayName("is found broken where a turn has left a timer")
  void once() {
    Story story = new Story().add(new Event.Idle(1, 1, 13));

    assertThat(story.broken()).containsExactly("I7");
  }

  @Test
  @DisplayName("is found broken where a redeploy has left a timer")
  void periodic() {
    Story story = new Story().add(new Event.Idle(1, 0, 14));

    assertThat(story.broken()).containsExactly("I7");
  }
}
