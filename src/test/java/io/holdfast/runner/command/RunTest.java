package io.holdfast.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The run of a program")
class RunTest {

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of(Run.exited(0, "hello\n", ""), Outcome.done("hello")),
        Arguments.of(Run.exited(0, "\n a\n\nb \r\n\n", "noise"), Outcome.done("\n a\n\nb ")),
        Arguments.of(Run.exited(0, "", ""), Outcome.done("(no output)")),
        Arguments.of(Run.exited(0, "\n\n", ""), Outcome.done("(no output)")),
        Arguments.of(
            Run.exited(3, "half", "disk full"),
            new Outcome.Failed("exit-3", "The program failed with exit code 3: disk full")),
        Arguments.of(
            Run.exited(137, "", ""),
            new Outcome.Failed("exit-137", "The program failed with exit code 137.")),
        Arguments.of(
            Run.failed("The program x was not found."),
            new Outcome.Failed("program-failed", "The program x was not found.")));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("runs")
  void becomesAnOutcome(Run run, Outcome outcome) {
    assertThat(run.outcome()).isEqualTo(outcome);
    assertThat(Run.of(run.journaled())).isEqualTo(run);
  }
}
