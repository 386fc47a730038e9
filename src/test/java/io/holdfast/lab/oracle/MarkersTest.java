package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.Task.Kind;
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
            "a marker says redeploy, and there was none",
            plain("m1", 0).ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "REDEPLOY")).reply("m1")),
        arguments(
            "a marker says redeploy, and its turn was taken up since there was one",
            plain("m1", 0)
                .add(new Event.Redeployed())
                .ended(1, How.KILLED, "", Map.of())
                .ended(2, How.KILLED, "", Map.of())
                .add(new Event.Ready(3))
                .turned("m1", "resumed", 2, "crash")
                .ended(3, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "REDEPLOY"))
                .reply("m1")),
        arguments(
            "a turn goes on after a redeploy, and there was none",
            plain("m1", 0).killed(1).turned("m1", "resumed", 2, "redeploy").reply("m1")),
        arguments(
            "a turn that has failed has a marker",
            new Story()
                .task("m1", Kind.FAIL, 0)
                .notice("failed", "m1", "…")
                .ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))),
        arguments(
            "S28: a turn that was stopped has a marker",
            plain("m1", 1)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")
                .stopped("m1")
                .ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))),
        arguments(
            "a turn that was seen to be cancelled has a marker",
            plain("m1", 1)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")
                .turned("m1", "cancelled", 1, "")
                .ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))
                .stopped("m1")),
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
    assertThat(story.broken()).containsExactly("I9");
  }
}
