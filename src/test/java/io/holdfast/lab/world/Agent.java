package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Outcome;
import io.holdfast.runner.Runner;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The scripted agent: does what the text of a message asks for, see {@link Task}. */
final class Agent implements Runner {

  /** What an agent has effects in. */
  interface Surroundings {

    /** An effect happens; throws when whoever caused it is dead. */
    void happen(Event.Effect effect);

    /** Whether it has happened. */
    boolean happened(String turn, String step);

    /** Does it when so many milliseconds are over, whatever becomes of whoever asked. */
    void later(long millis, Runnable work);

    /** Kills whoever runs this. */
    void poison();
  }

  private static final int MEMORY = 3;

  private final Vertx vertx;
  private final Surroundings surroundings;

  Agent(Vertx vertx, Surroundings surroundings) {
    this.vertx = vertx;
    this.surroundings = surroundings;
  }

  /** What is said to it while it works it takes, and does nothing else. */
  @Override
  public boolean steerable() {
    return true;
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    Task task = Task.parse(turn.turn().messages().get(0).inbound().text());
    return turn.memory(MEMORY)
        .compose(memory -> steps(turn, task))
        .compose(done -> end(turn, task));
  }

  private Future<String> steps(TurnContext turn, Task task) {
    Future<String> chain = Future.succeededFuture("");
    for (int i = 1; i <= task.steps(); i++) {
      String step = Integer.toString(i);
      chain = chain.compose(before -> turn.steering(step)).compose(came -> step(turn, task, step));
    }
    return chain;
  }

  private Future<String> step(TurnContext turn, Task task, String step) {
    return turn.step(step, "step " + step, policy(turn, task, step), () -> effect(turn, task, step))
        .onSuccess(done -> turn.delta("step " + step + "\n"));
  }

  private StepPolicy policy(TurnContext turn, Task task, String step) {
    return switch (task.kind()) {
      case ASK -> StepPolicy.ask();
      case RECONCILE -> StepPolicy.reconcile(() -> find(turn, step));
      default -> StepPolicy.retry();
    };
  }

  private Future<Optional<String>> find(TurnContext turn, String step) {
    return Future.succeededFuture(
        surroundings.happened(turn.turn().attempt().turn(), step)
            ? Optional.of("found")
            : Optional.empty());
  }

  private Future<String> effect(TurnContext turn, Task task, String step) {
    Promise<String> done = Promise.promise();
    if (task.kind() == Kind.STUBBORN) {
      Context mine = vertx.getOrCreateContext();
      surroundings.later(task.pace(), () -> mine.runOnContext(due -> happen(turn, step, done)));
      return done.future();
    }
    long timer = vertx.setTimer(Math.max(1, task.pace()), due -> happen(turn, step, done));
    turn.onCancel(
        () -> {
          if (vertx.cancelTimer(timer)) {
            done.tryFail("the agent was told to end");
          }
        });
    return done.future();
  }

  private void happen(TurnContext turn, String step, Promise<String> done) {
    String id = turn.turn().attempt().turn();
    int attempt = turn.turn().attempt().number();
    String chat = turn.turn().address().chat();
    String message = turn.turn().messages().get(0).inbound().platformId();
    surroundings.happen(new Event.Effect(chat, id, step, attempt, message));
    done.tryComplete("done by " + attempt);
  }

  private Future<Outcome> end(TurnContext turn, Task task) {
    if (task.kind() == Kind.POISON) {
      surroundings.poison();
    }
    if (task.kind() == Kind.FAIL) {
      return Future.succeededFuture(new Outcome.Failed("scripted", "The agent fails, as asked."));
    }
    Future<String> answer =
        task.kind() == Kind.QUESTION
            ? turn.ask("question", "Which colour?")
            : Future.succeededFuture("");
    return answer.map(any -> Outcome.done(reply(turn, task)));
  }

  private static String reply(TurnContext turn, Task task) {
    return task.reply(turn.turn().attempt().turn(), step -> turn.ranIn(Integer.toString(step)));
  }
}
