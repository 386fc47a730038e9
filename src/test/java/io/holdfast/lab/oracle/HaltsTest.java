package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Task.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("S28: a /stop that is answered and")
class HaltsTest {

  static Stream<Arguments> ignored() {
    return Stream.of(
        arguments(
            "whose task goes on to its reply",
            stopping()
                .effect("m1", 2, 1)
                .effect("m1", 3, 1)
                .effect("m1", 4, 1)
                .reply("m1", 1, 1, 1, 1)),
        arguments(
            "whose task goes on after it has ended", stopping().stopped("m1").effect("m1", 2, 1)),
        arguments(
            "whose task goes on in the next life",
            stopping().killed(1).effect("m1", 2, 2).stopped("m1")),
        arguments(
            "whose task went on although it was stopped at once",
            plain("m1", 2)
                .turned("m1", "running", 1, "")
                .say("m2", "/stop")
                .notice("command", "m2", "Stopped.")
                .effect("m1", 1, 1)),
        arguments(
            "whose task waited and runs all the same",
            plain("m1", 0).say("m2", "/stop").notice("command", "m2", "Stopped.").reply("m1")));
  }

  static Stream<Arguments> heeded() {
    return Stream.of(
        arguments("whose task had begun a step", stopping().effect("m1", 2, 1).stopped("m1")),
        arguments("that comes too late", stopping().effect("m1", 2, 1).reply("m1", 1, 1)),
        arguments(
            "whose runner was struck",
            stopping()
                .add(new Event.Struck("store.release.before", "fail"))
                .effect("m1", 2, 1)
                .effect("m1", 3, 1)
                .effect("m1", 4, 1)
                .stopped("m1")),
        arguments(
            "whose task is tried again",
            stopping()
                .stopped("m1")
                .say("m3", "/retry")
                .notice("command", "m3", "Trying again.")
                .effect("m1", 2, 2)
                .reply("m1", 1, 2)),
        arguments(
            "behind whose task another one waits",
            stopping()
                .task("m3", Kind.PLAIN, 3)
                .stopped("m1")
                .effect("m3", 1, 1)
                .effect("m3", 2, 1)
                .effect("m3", 3, 1)
                .reply("m3", 1, 1, 1)));
  }

  private static Story stopping() {
    return plain("m1", 2)
        .effect("m1", 1, 1)
        .say("m2", "/stop")
        .notice("command", "m2", "Stopping.");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("was not executed is found:")
  @MethodSource("ignored")
  void ignored(String what, Story story) {
    assertThat(story.broken()).contains("I2");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("was executed is passed over:")
  @MethodSource("heeded")
  void heeded(String what, Story story) {
    assertThat(story.judge()).isEmpty();
  }
}
