package io.holdfast.gateway;

import io.holdfast.model.Outcome;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * An agent whose steps the test lets through one by one. {@code steps N} takes N steps; {@code
 * stuck} takes one step that nothing ends but a cancel; {@code asking} and {@code reconciled} take
 * one such step under that policy; {@code question} asks; {@code deaf} never ends; {@code last
 * word} is answered when it is cancelled; {@code call} makes {@link #calls} a step; anything else
 * is answered at once.
 */
final class ScriptedRunner implements Runner {

  /** Every effect that really ran, as {@code turn-text/step/attempt}. */
  final List<String> effects = new CopyOnWriteArrayList<>();

  /** What a look for the reconciled step's effect finds. */
  volatile Optional<String> found = Optional.empty();

  /** What the only step of {@code call} does, given the turn's id; after it, it is stuck. */
  volatile Function<String, Future<?>> calls = turn -> Future.succeededFuture();

  private final Map<String, Promise<Void>> gates = new ConcurrentHashMap<>();

  /** In the place of a kind that the configuration's schema knows. */
  RunnerType type() {
    return new RunnerType("demo", (vertx, settings) -> this);
  }

  /** Lets a step of the turn asked by {@code text} happen, now or when it comes to it. */
  void open(String text, int step) {
    gate(text, step).tryComplete();
  }

  private Promise<Void> gate(String text, int step) {
    return gates.computeIfAbsent(text + "/" + step, key -> Promise.promise());
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    String text = turn.text();
    if (text.startsWith("steps ")) {
      return steps(
          turn, 1, Integer.parseInt(text.substring("steps ".length())), new StringBuilder());
    }
    if (text.startsWith("stuck")) {
      return stuck(turn);
    }
    return switch (text) {
      case "asking" -> one(turn, StepPolicy.ask());
      case "reconciled" -> one(turn, StepPolicy.reconcile(() -> Future.succeededFuture(found)));
      case "call" -> call(turn);
      case "deaf" -> Promise.<Outcome>promise().future();
      case "last word" -> lastWord(turn);
      case "question" -> turn.ask("q", "Which one?").map(answer -> Outcome.done("got " + answer));
      default -> Future.succeededFuture(Outcome.done("ok " + text));
    };
  }

  private Future<Outcome> call(TurnContext turn) {
    return turn.step("call", "call", StepPolicy.retry(), () -> called(turn))
        .compose(result -> effect(turn, 2).map(done -> Outcome.done("called " + result)));
  }

  private Future<String> called(TurnContext turn) {
    effects.add(ran(turn, 1));
    return calls.apply(turn.turn().attempt().turn()).map(String::valueOf);
  }

  private Future<Outcome> one(TurnContext turn, StepPolicy policy) {
    return turn.step("s1", "the step", policy, () -> effect(turn, 1).map(done -> "ran"))
        .map(result -> Outcome.done("result " + result));
  }

  private Future<Outcome> steps(TurnContext turn, int step, int last, StringBuilder reply) {
    if (step > last) {
      return Future.succeededFuture(Outcome.done(reply.toString()));
    }
    int attempt = turn.turn().attempt().number();
    return turn.step(
            "s" + step,
            "step " + step,
            StepPolicy.retry(),
            () -> effect(turn, step).map(done -> "step " + step + " attempt " + attempt + "\n"))
        .compose(result -> steps(turn, step + 1, last, reply.append(result)));
  }

  /** Waits for its gate, or fails when cancelled. */
  private Future<Void> effect(TurnContext turn, int step) {
    Promise<Void> done = Promise.promise();
    turn.onCancel(() -> done.tryFail("cancelled"));
    Context loop = Vertx.currentContext();
    gate(turn.text(), step).future().onSuccess(open -> tell(loop, done));
    return done.future().onSuccess(open -> effects.add(ran(turn, step)));
  }

  /** On its own loop, as an agent's answer comes. */
  private static void tell(Context loop, Promise<Void> done) {
    try {
      loop.runOnContext(here -> done.tryComplete());
    } catch (RejectedExecutionException gone) {
      // The gateway of an earlier life: there is nobody to be told.
    }
  }

  private static String ran(TurnContext turn, int step) {
    return turn.text() + "/" + step + "/" + turn.turn().attempt().number();
  }

  private static Future<Outcome> lastWord(TurnContext turn) {
    Promise<Outcome> answer = Promise.promise();
    turn.onCancel(() -> answer.tryComplete(Outcome.done("finished just now")));
    return answer.future();
  }

  private Future<Outcome> stuck(TurnContext turn) {
    Promise<String> never = Promise.promise();
    turn.onCancel(() -> never.tryFail("cancelled"));
    return turn.step("s1", "stuck", StepPolicy.retry(), never::future).map(Outcome::done);
  }
}
