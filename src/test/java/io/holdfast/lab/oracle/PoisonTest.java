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

@DisplayName("I10, a poison turn is set aside at its limit,")
class PoisonTest {

  static Stream<Arguments> poisoned() {
    return Stream.of(
        arguments(
            "S23: a poison turn is tried for ever",
            new Story()
                .task("m1", Kind.POISON, 0)
                .turned("m1", "resumed", 4, "crash")
                .notice("quarantined", "m1", "…")),
        arguments(
            "S23: a turn is set aside before its limit",
            plain("m1", 0).killed(1).killed(2).notice("quarantined", "m1", "…")),
        arguments(
            "S23: a chat hears twice that its task is set aside",
            new Story()
                .task("m1", Kind.POISON, 0)
                .killed(1)
                .killed(2)
                .killed(3)
                .notice("quarantined", "m1", "…")
                .notice("quarantined", "m1", "…")));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("is found broken where")
  @MethodSource("poisoned")
  void poisoned(String what, Story story) {
    assertThat(story.broken()).contains("I10");
  }
}
