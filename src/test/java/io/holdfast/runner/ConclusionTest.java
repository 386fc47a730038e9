package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Outcome;
import io.holdfast.model.TurnState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConclusionTest {

  private static final Future<Outcome> DONE = Future.succeededFuture(Outcome.done("x"));
  private static final Future<Outcome> BROKE = Future.failedFuture(new RuntimeException("x"));
  private static final Future<Outcome> AT_STEP =
      Future.failedFuture(new HoldfastException.Interrupted());
  private static final Future<Outcome> NOT_READY =
      Future.failedFuture(new HoldfastException.NotReady("disk"));
  private static final Future<Outcome> ASKING = Future.failedFuture(new HoldfastException.Asking());
  private static final Future<Outcome> STOPPED =
      Future.failedFuture(new HoldfastException.Cancelled("by its user"));
  private static final Future<Outcome> FENCED =
      Future.failedFuture(new HoldfastException.Fenced(new AttemptId("t", 1)));

  static Stream<Arguments> finishes() {
    return Stream.of(
        arguments("an outcome stands", DONE, Ending.NONE, TurnState.DONE),
        arguments("an outcome that beats /stop stands", DONE, Ending.BY_USER, TurnState.DONE),
        arguments("an outcome that beats the drain stands", DONE, Ending.ABANDONED, TurnState.DONE),
        arguments("S24: an agent that breaks fails the turn", BROKE, Ending.NONE, TurnState.FAILED),
        arguments("so it does in a drain", BROKE, Ending.AT_BOUNDARY, TurnState.FAILED),
        arguments("S28: /stop that the store tells of", STOPPED, Ending.NONE, TurnState.CANCELLED),
        arguments("/stop cancels", BROKE, Ending.BY_USER, TurnState.CANCELLED),
        arguments("S24: the deadline fails it", BROKE, Ending.TIMED_OUT, TurnState.FAILED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("finishes")
  @DisplayName("a turn ends")
  void finish(String rule, Future<Outcome> result, Ending ending, TurnState state) {
    Conclusion conclusion = Conclusion.of(result, ending, Duration.ofMinutes(30));
    assertThat(conclusion).isInstanceOf(Conclusion.Finish.class);
    Conclusion.Finish finish = (Conclusion.Finish) conclusion;
    assertThat(finish.outcome().state()).isEqualTo(state);
    assertThat(finish.says())
        .allMatch(said -> (state == TurnState.CANCELLED) == said.text().equals("Stopped."))
        .hasSize(1);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments("stopped at a step: resumed", AT_STEP, Ending.AT_BOUNDARY, release()),
        arguments("left by the drain: resumed", BROKE, Ending.ABANDONED, release()),
        arguments("S42: no room on the disk: resumed", NOT_READY, Ending.NONE, release()),
        arguments("asks: the store knows", ASKING, Ending.NONE, new Conclusion.Known()),
        arguments("fenced: nothing of it counts", FENCED, Ending.NONE, new Conclusion.Known()),
        arguments("superseded: nothing counts", DONE, Ending.SUPERSEDED, new Conclusion.Known()));
  }

  private static Conclusion release() {
    return new Conclusion.Release();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  @DisplayName("a turn does not end")
  void other(String rule, Future<Outcome> result, Ending ending, Conclusion expected) {
    assertThat(Conclusion.of(result, ending, Duration.ofMinutes(30))).isEqualTo(expected);
  }
}
