package io.holdfast.runner.demo;

import io.holdfast.model.Decision;
import io.holdfast.model.Outcome;
import io.holdfast.runner.PermissionRequest;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.TurnContext;
import io.holdfast.runner.TurnFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * The demo. It understands {@code count to N}, {@code work for N steps}, {@code ask}, {@code ask
 * permission} and {@code fail}, and echoes everything else, with the files that came with it. What
 * it is told while it counts or works it notes in its reply.
 */
public final class DemoRunner implements Runner {

  private static final PermissionRequest LEAVE =
      new PermissionRequest(
          "nothing", "The demo asks to do **nothing**.", List.of(), Duration.ofHours(1));

  private final Vertx vertx;
  private final DemoSettings settings;
  private final Ledger ledger;

  private DemoRunner(Vertx vertx, DemoSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.ledger = new Ledger(vertx, settings.ledger());
  }

  /** The type {@code demo}. */
  public static RunnerType type() {
    return new RunnerType(
        "demo", (vertx, settings) -> new DemoRunner(vertx, DemoSettings.of(settings)));
  }

  @Override
  public boolean steerable() {
    return true;
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    Request request = Request.of(turn.text());
    if (request instanceof Request.Count count) {
      return paced(turn, new Pieces(count.last(), " ", (step, attempt) -> "" + step));
    }
    if (request instanceof Request.Work work) {
      return paced(
          turn,
          new Pieces(
              work.steps(), "\n", (step, attempt) -> "step " + step + " attempt " + attempt));
    }
    if (request instanceof Request.Ask) {
      return turn.ask("name", "What is your name?")
          .map(answer -> said(turn, "You answered: " + answer));
    }
    if (request instanceof Request.Permit) {
      return turn.permission("permission-1", LEAVE).map(decision -> said(turn, decided(decision)));
    }
    if (request instanceof Request.Echo echo) {
      String text = "echo: " + echo.text();
      turn.delta(text);
      return Future.succeededFuture(new Outcome.Done(text, TurnFiles.of(turn.turn())));
    }
    return Future.succeededFuture(refusal(request));
  }

  private Future<Outcome> paced(TurnContext turn, Pieces pieces) {
    PacedReply reply = new PacedReply(vertx, settings.pace(), ledger, turn, pieces);
    turn.onCancel(reply::cancel);
    return reply.run().map(Outcome::done);
  }

  private static Outcome said(TurnContext turn, String text) {
    turn.delta(text);
    return Outcome.done(text);
  }

  private static String decided(Decision decision) {
    if (decision.granted()) {
      return "I was permitted to do nothing, and have done it.";
    }
    return decision.said().isEmpty()
        ? "I was not permitted to do nothing."
        : "I was not permitted to do nothing, but told: " + decision.said();
  }

  private static Outcome refusal(Request request) {
    return request instanceof Request.Fail
        ? new Outcome.Failed("demo-failed", "The demo failed because it was asked to.")
        : new Outcome.Failed(
            "out-of-range", "The demo takes from 1 to " + Request.MOST + " steps at a time.");
  }
}
