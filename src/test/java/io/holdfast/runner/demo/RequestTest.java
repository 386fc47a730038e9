package io.holdfast.runner.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.runner.demo.Request.Ask;
import io.holdfast.runner.demo.Request.Count;
import io.holdfast.runner.demo.Request.Echo;
import io.holdfast.runner.demo.Request.Fail;
import io.holdfast.runner.demo.Request.OutOfRange;
import io.holdfast.runner.demo.Request.Permit;
import io.holdfast.runner.demo.Request.Work;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a message asks the demo for")
class RequestTest {

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("count to 3", new Count(3)),
        Arguments.of("  COUNT To 10000\n", new Count(10_000)),
        Arguments.of("count to 10001", new OutOfRange()),
        Arguments.of("count to 0", new OutOfRange()),
        Arguments.of("count to -1", new OutOfRange()),
        Arguments.of("count to 99999999999999999999", new OutOfRange()),
        Arguments.of("count to ten", new Echo("count to ten")),
        Arguments.of("count to 3 please", new Echo("count to 3 please")),
        Arguments.of("work for 5 steps", new Work(5)),
        Arguments.of("Work for 1 step", new Work(1)),
        Arguments.of("work for 0 steps", new OutOfRange()),
        Arguments.of(" Fail ", new Fail()),
        Arguments.of("ASK", new Ask()),
        Arguments.of("Ask Permission", new Permit()),
        Arguments.of("Hello ", new Echo("Hello ")),
        Arguments.of("", new Echo("")));
  }

  @ParameterizedTest(name = "\"{0}\" is {1}")
  @MethodSource("messages")
  void reads(String text, Request expected) {
    assertThat(Request.of(text)).isEqualTo(expected);
  }
}
