package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("I4, nothing is to be seen of a superseded attempt,")
class AttemptsTest {

  static Stream<Arguments> superseded() {
    return Stream.of(
        arguments(
            "a superseded attempt has an effect",
            plain("m1", 1).effect("m1", 1, 2).effect("m1", 1, 1).reply("m1", 2)),
        arguments(
            "a reply names an attempt that did nothing",
            plain("m1", 1).effect("m1", 1, 1).reply("m1", 2)),
        arguments("a reply lacks a step", plain("m1", 2).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "a turn runs on after it is done",
            plain("m1", 0)
                .turned("m1", "done", 1, "")
                .reply("m1")
                .turned("m1", "resumed", 2, "crash")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("superseded")
  void superseded(String what, Story story) {
    assertThat(story.broken()).contains("I4");
  }
}
