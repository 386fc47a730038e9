package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("I9, a marker has its stop's reason and ends with its turn,")
class MarkersTest {

  static Stream<Arguments> marked() {
    return Stream.of(
        arguments(
            "S03: an answered turn has a marker",
            plain("m1", 0).reply("m1").ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))),
        arguments(
            "a marker has the reason of no stop",
            plain("m1", 0).ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "RESTART")).reply("m1")),
        arguments(
            "a turn that was taken up keeps the marker of the stop before",
            plain("m1", 0)
                .ended(1, How.CLEAN, "RESTART", Map.of("t-m1", "RESTART"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "restart")
                .ended(2, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "RESTART"))
                .reply("m1")),
        arguments(
            "S01: a turn goes on for another reason than its marker's",
            plain("m1", 0)
                .ended(1, How.KILLED, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "crash")
                .reply("m1")),
        arguments(
            "S35: a chat hears twice of one stop",
            plain("m1", 0)
                .notice("restarting", "m1", "going down")
                .notice("restarting", "m1", "going down")
                .reply("m1")),
        arguments(
            "S01: a crash is called a shutdown",
            plain("m1", 0).killed(1).turned("m1", "resumed", 2, "shutdown").reply("m1")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("marked")
  void marked(String what, Story story) {
    assertThat(story.broken()).contains("I9");
  }
}
