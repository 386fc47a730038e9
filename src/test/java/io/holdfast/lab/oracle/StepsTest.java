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

@DisplayName("I5, what is known of a step decides whether it runs again,")
class StepsTest {

  static Stream<Arguments> again() {
    return Stream.of(
        arguments(
            "a step runs again that a later one followed",
            plain("m1", 2)
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .effect("m1", 1, 2)
                .reply("m1", 1, 1)),
        arguments(
            "a step runs again that has its result",
            plain("m1", 1).effect("m1", 1, 1).effect("m1", 1, 2).reply("m1", 1)),
        arguments(
            "an attempt does a step twice",
            plain("m1", 1).effect("m1", 1, 1).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "an unknown step runs again, and nobody was asked",
            new Story()
                .task("m1", Kind.ASK, 1)
                .effect("m1", 1, 1)
                .effect("m1", 1, 2)
                .reply("m1", 2)),
        arguments(
            "an unknown step runs again that the ledger has",
            new Story()
                .task("m1", Kind.RECONCILE, 1)
                .effect("m1", 1, 1)
                .effect("m1", 1, 2)
                .reply("m1", 2)));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("again")
  void again(String what, Story story) {
    assertThat(story.broken()).contains("I5");
  }
}
