package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("I2, one message, one turn,")
class OneTurnTest {

  static Stream<Arguments> twice() {
    return Stream.of(
        arguments("a message is new twice", plain("m1", 0).accepted("m1", false).reply("m1")),
        arguments("a message is accepted and refused", plain("m1", 0).rejected("m1").reply("m1")),
        arguments(
            "two turns take a message",
            plain("m1", 0)
                .reply("m1")
                .add(
                    new Event.Shown(
                        Story.CHAT, "x.1", "reply", "", "x", List.of("m1"), 1, 1, "…"))),
        arguments(
            "a second turn takes a message and nothing of it is shown",
            plain("m1", 0)
                .reply("m1")
                .add(new Event.Turned(Story.CHAT, "x", "running", 1, "", List.of("m1")))),
        arguments(
            "a second turn takes a message and has an effect",
            plain("m1", 1)
                .effect("m1", 1, 1)
                .reply("m1", 1)
                .add(new Event.Effect(Story.CHAT, "x", "1", 1, "m1"))),
        arguments(
            "a turn runs for a message that nobody has said",
            plain("m1", 0)
                .reply("m1")
                .add(new Event.Turned(Story.CHAT, "x", "running", 1, "", List.of("m9")))),
        arguments(
            "a turn runs in another chat than its message's",
            plain("m1", 1)
                .effect("m1", 1, 1)
                .reply("m1", 1)
                .add(new Event.Effect("b", "t-m1", "2", 1, "m1"))),
        arguments(
            "there are more turns than messages",
            plain("m1", 0)
                .turned("m1", "running", 1, "")
                .reply("m1")
                .turned("m9", "running", 1, "")),
        arguments(
            "a command is executed twice",
            new Story()
                .say("m1", "/pause")
                .notice("command", "m1", "Paused.")
                .notice("command", "m1", "Paused already.")),
        arguments(
            "S44: a reply goes to another chat",
            plain("m1", 0)
                .add(new Event.Shown("b", "x.1", "reply", "", "t-m1", List.of("m1"), 1, 1, "…"))));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("twice")
  void twice(String what, Story story) {
    assertThat(story.broken()).contains("I2");
  }
}
