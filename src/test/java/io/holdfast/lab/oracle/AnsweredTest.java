package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("I1, every accepted message ends and its sender is told,")
class AnsweredTest {

  static Stream<Arguments> untold() {
    return Stream.of(
        arguments("a task is never answered", plain("m1", 1)),
        arguments("a message has no fate", new Story().said("m1", "hello")),
        arguments("a command is never answered", new Story().say("m1", "/help")),
        arguments(
            "a refused message is answered",
            new Story().said("m1", "hello").rejected("m1").reply("m1")),
        arguments(
            "one stop is to account for two tasks",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .say("m3", "/stop")
                .notice("command", "m3", "Stopped.")),
        arguments(
            "S28: a task is being stopped for ever",
            plain("m1", 1)
                .effect("m1", 1, 1)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")),
        arguments(
            "a task comes after the stop that is to account for it",
            new Story()
                .say("m1", "/stop")
                .notice("command", "m1", "Stopped.")
                .task("m2", Kind.PLAIN, 0)),
        arguments(
            "an answered question leads nowhere",
            new Story()
                .task("m1", Kind.QUESTION, 0)
                .notice("question", "m1", "?")
                .say("m2", "yes")),
        arguments(
            "what was set aside is resumed and ends nowhere",
            plain("m1", 0)
                .notice("quarantined", "m1", "…")
                .say("m2", "/resume")
                .notice("command", "m2", "Going on.")),
        arguments("what was taken back is answered", plain("m1", 0).revise("m1", "").reply("m1")),
        arguments(
            "what was taken back has an effect",
            plain("m1", 1)
                .revise("m1", "")
                .add(new Event.Effect(Story.CHAT, "t-m1", "1", 1, "m1"))),
        arguments(
            "what was changed is never answered",
            plain("m1", 1).revise("m1", new Task(Kind.PLAIN, 2, 0, 0).text())),
        arguments(
            "a task fails that did not ask for it", plain("m1", 0).notice("failed", "m1", "…")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("untold")
  void untold(String what, Story story) {
    assertThat(story.broken()).contains("I1");
  }
}
