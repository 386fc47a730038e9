package io.holdfast.runner.command;

import io.holdfast.model.Outcome;
import io.holdfast.process.Kin;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any program as an agent: the message on its standard input, the reply on its standard output. */
public final class CommandRunner implements Runner {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

  private final Vertx vertx;
  private final CommandSettings settings;
  private final Future<Void> swept;

  private CommandRunner(Vertx vertx, CommandSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.swept = end(Kin.orphans());
  }

  /** The type {@code command}. */
  public static RunnerType type() {
    return new RunnerType(
        "command", (vertx, settings) -> new CommandRunner(vertx, CommandSettings.of(settings)));
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    Context context = vertx.getOrCreateContext();
    Job job = new Job(settings, turn.turn(), text -> context.runOnContext(v -> turn.delta(text)));
    turn.onCancel(job::cancel);
    return swept
        .compose(v -> end(Kin.supersededBy(turn.turn().attempt())))
        .compose(v -> round(turn, job, 1))
        .map(Run::outcome);
  }

  /**
   * A failure is a result too, so a crash right after it does not run the program again. Its user
   * can have that with {@code /retry}, which begins another round.
   */
  private Future<Run> round(TurnContext turn, Job job, int number) {
    String key = "run-" + number;
    return turn.step(
            key, "running " + settings.program(), settings.onUnknown(), () -> perform(turn, job))
        .map(Run::of)
        .compose(
            run ->
                run.failed() && wantedAgain(turn, number)
                    ? again(turn, job, number)
                    : Future.succeededFuture(shown(turn, key, run)));
  }

  private Future<Run> again(TurnContext turn, Job job, int number) {
    return turn.step(
            "retry-" + number,
            "running it again",
            StepPolicy.retry(),
            () -> Future.succeededFuture(""))
        .compose(v -> round(turn, job, number + 1));
  }

  private static boolean wantedAgain(TurnContext turn, int number) {
    boolean earlier = turn.ranIn("run-" + number) < turn.turn().attempt().number();
    return turn.ranIn("retry-" + number) > 0 || (earlier && turn.turn().resumption().isEmpty());
  }

  /** What an earlier attempt ran is shown again; what this one ran has been seen. */
  private static Run shown(TurnContext turn, String key, Run run) {
    if (turn.ranIn(key) < turn.turn().attempt().number() && !run.out().isEmpty()) {
      turn.delta(run.out());
    }
    return run;
  }

  private Future<String> perform(TurnContext turn, Job job) {
    Context context = vertx.getOrCreateContext();
    Promise<String> result = Promise.promise();
    String input = turn.text();
    Thread keeper = new Thread(() -> keep(job, input, context, result), "holdfast-command-keeper");
    keeper.setDaemon(true);
    keeper.start();
    return result.future();
  }

  private static void keep(Job job, String input, Context context, Promise<String> result) {
    try {
      String run = job.perform(input).journaled();
      context.runOnContext(v -> result.complete(run));
    } catch (InterruptedException | RuntimeException | Error e) {
      context.runOnContext(v -> result.fail(e));
    }
  }

  @Override
  public Future<Void> close() {
    return swept;
  }

  private Future<Void> end(Kin left) {
    return vertx
        .executeBlocking(() -> left.end(settings.grace()), false)
        .<Void>mapEmpty()
        .recover(CommandRunner::logged);
  }

  private static Future<Void> logged(Throwable cause) {
    LOG.warn("cannot look for what was left behind", cause);
    return Future.succeededFuture();
  }
}
