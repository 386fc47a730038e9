package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Task.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("I3, a chat's turns run in the order of acceptance, never two at once,")
class InOrderTest {

  static Stream<Arguments> disordered() {
    return Stream.of(
        arguments(
            "two turns of a chat run at once",
            plain("m1", 2)
                .task("m2", Kind.PLAIN, 1)
                .effect("m1", 1, 1)
                .effect("m2", 1, 1)
                .effect("m1", 2, 1)
                .reply("m1", 1, 1)
                .reply("m2", 1)),
        arguments(
            "two turns of a chat are seen to run at once",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .turned("m1", "running", 1, "")
                .turned("m2", "running", 1, "")
                .turned("m1", "done", 1, "")
                .reply("m1")
                .reply("m2")),
        arguments(
            "the second runs first",
            plain("m1", 1)
                .task("m2", Kind.PLAIN, 1)
                .effect("m2", 1, 1)
                .effect("m1", 1, 1)
                .reply("m1", 1)
                .reply("m2", 1)),
        arguments(
            "the second is answered first",
            plain("m1", 0).task("m2", Kind.PLAIN, 0).reply("m2").reply("m1")),
        arguments(
            "a task runs while its chat is paused",
            new Story()
                .say("m1", "/pause")
                .notice("command", "m1", "Paused: …")
                .task("m2", Kind.PLAIN, 0)
                .turned("m2", "running", 1, "")
                .say("m3", "/resume")
                .notice("command", "m3", "Going on.")
                .reply("m2")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("disordered")
  void disordered(String what, Story story) {
    assertThat(story.broken()).contains("I3");
  }
}
