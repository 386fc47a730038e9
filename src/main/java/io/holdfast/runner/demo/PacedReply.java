package io.holdfast.runner.demo;

import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Message;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * One attempt at a reply whose pieces are steps that take a while each. The pause is part of a
 * step's effect: killed in it, the step is an INTENT that the next attempt runs again.
 */
final class PacedReply {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Duration pace;
  private final Ledger ledger;
  private final TurnContext turn;
  private final Pieces pieces;
  private final StringBuilder text = new StringBuilder();
  private final Promise<String> reply = Promise.promise();
  private Promise<String> effect = Promise.promise();
  private long timer = NO_TIMER;
  private boolean cancelled;

  PacedReply(Vertx vertx, Duration pace, Ledger ledger, TurnContext turn, Pieces pieces) {
    this.vertx = vertx;
    this.pace = pace;
    this.ledger = ledger;
    this.turn = turn;
    this.pieces = pieces;
  }

  /** Gives the whole text. */
  Future<String> run() {
    next(1);
    return reply.future();
  }

  /** Ends the pause, if one is on; nothing runs any more when this returns. */
  void cancel() {
    cancelled = true;
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
      effect.fail(new Cancelled("cancelled in a pause"));
    }
  }

  private void next(int step) {
    turn.step("step-" + step, label(step), StepPolicy.retry(), () -> effect(step))
        .onComplete(result -> went(step, result));
  }

  private void went(int step, AsyncResult<String> result) {
    if (result.failed()) {
      reply.fail(result.cause());
      return;
    }
    show(step == 1 ? result.result() : pieces.separator() + result.result());
    if (step == pieces.count()) {
      reply.complete(text.toString());
    } else {
      // Results of a journal arrive at once: going on from here would nest as deep as it is long.
      vertx.runOnContext(v -> steer(step + 1));
    }
  }

  /** Between two steps it notes what was said meanwhile. */
  private void steer(int step) {
    turn.steering("before-" + step)
        .onComplete(
            came -> {
              if (came.failed()) {
                reply.fail(came.cause());
                return;
              }
              came.result().forEach(this::note);
              next(step);
            });
  }

  private void note(Message message) {
    show(pieces.separator() + "noted: " + message.inbound().words());
  }

  private Future<String> effect(int step) {
    return ledger.write(turn.turn(), step).compose(written -> pause(step));
  }

  private Future<String> pause(int step) {
    if (cancelled) {
      return Future.failedFuture(new Cancelled("cancelled before a pause"));
    }
    effect = Promise.promise();
    if (pace.isZero()) {
      effect.complete(piece(step));
    } else {
      timer = vertx.setTimer(pace.toMillis(), id -> paused(step));
    }
    return effect.future();
  }

  private void paused(int step) {
    timer = NO_TIMER;
    effect.complete(piece(step));
  }

  private String piece(int step) {
    return pieces.form().text(step, turn.turn().attempt().number());
  }

  private void show(String piece) {
    text.append(piece);
    turn.delta(piece);
  }

  private String label(int step) {
    return "step " + step + " of " + pieces.count();
  }
}
