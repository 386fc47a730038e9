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

@DisplayName("I6, each delivery is shown once, its parts in order,")
class DeliveriesTest {

  private static String two() {
    return new Task(Kind.PLAIN, 2, 0, 0).text();
  }

  static Stream<Arguments> shown() {
    return Stream.of(
        arguments(
            "S28: a task is said to be stopped and is answered",
            plain("m1", 0)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")
                .stopped("m1")
                .reply("m1")),
        arguments("a delivery is shown twice", plain("m1", 0).reply("m1").reply("m1")),
        arguments(
            "a part is missing in between",
            plain("m1", 0).part("m1", 1, 3, "a").part("m1", 3, 3, "c")),
        arguments(
            "what was changed is answered as it was before",
            plain("m1", 1).revise("m1", two()).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "what was changed twice is answered as it was in between",
            plain("m1", 1)
                .revise("m1", two())
                .revise("m1", new Task(Kind.PLAIN, 3, 0, 0).text())
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .reply("m1", 1, 1)),
        arguments("the last part is missing", plain("m1", 0).part("m1", 1, 2, "a")),
        arguments(
            "S17: parts change places", plain("m1", 0).part("m1", 2, 2, "b").part("m1", 1, 2, "a")),
        arguments(
            "something comes between two parts",
            plain("m1", 0)
                .say("m2", "/help")
                .part("m1", 1, 2, "a")
                .notice("command", "m2", "…")
                .part("m1", 2, 2, "b")),
        arguments(
            "a turn fails and is answered", plain("m1", 0).notice("failed", "m1", "…").reply("m1")),
        arguments(
            "a reply is cut short",
            new Story()
                .say("m1", new Task(Kind.PLAIN, 0, 0, 9).text())
                .part("m1", 1, 1, "too short")
                .say("m2", new Task(Kind.PLAIN, 0, 0, 10).text())
                .part("m2", 1, 1, "too short")),
        arguments(
            "the texts of two parts change places",
            new Story()
                .say("m1", new Task(Kind.PLAIN, 0, 0, 20).text())
                .part("m1", 1, 2, "line 2 of t-m1\n")
                .part("m1", 2, 2, "line 1 of t-m1\n")),
        arguments(
            "a turn has the reply of another",
            plain("m1", 1).effect("m1", 1, 1).part("m1", 1, 1, Story.text("m2", 1))),
        arguments(
            "an echo is not what was said",
            new Story().say("m1", "echo a  b ").part("m1", 1, 1, "echo: echo a b ")),
        arguments(
            "a question is asked again",
            new Story()
                .task("m1", Kind.QUESTION, 0)
                .notice("question", "m1", "?")
                .killed(1)
                .notice("question", "m1", "?")),
        arguments(
            "what was settled comes again",
            plain("m1", 0)
                .reply("m1")
                .add(new Event.Quiet())
                .killed(1)
                .add(new Event.Repeated(Story.CHAT, "t-m1.1"))));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("shown")
  void shown(String what, Story story) {
    assertThat(story.broken()).contains("I6");
  }
}
