package io.holdfast.runner;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Live;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt in flight: begins, may be asked to end, and is concluded exactly once. Confined to
 * its runner's event loop.
 */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** How long a runner may take to end what it has started before it is left behind. */
  private static final long FORCE_AFTER = 15_000;

  private final Vertx vertx;
  private final RunnerServices services;
  private final String runner;
  private final Claimed claimed;
  private final Duration timeout;
  private final Insistence insistence;
  private final JournaledTurn turn;
  private final Promise<Outcome> outcome = Promise.promise();

  Attempt(Vertx vertx, RunnerServices services, String runner, Claimed claimed, Duration timeout) {
    this.vertx = vertx;
    this.services = services;
    this.runner = runner;
    this.claimed = claimed;
    this.timeout = timeout;
    this.insistence = new Insistence(vertx);
    this.turn = new JournaledTurn(claimed, services, insistence);
  }

  AttemptId id() {
    return claimed.attempt();
  }

  boolean resumed() {
    return claimed.resumption().isPresent();
  }

  /** Runs the attempt; completes when what became of it is committed, and never fails. */
  Future<Void> run(Runner agent) {
    begun();
    long deadline = vertx.setTimer(timeout.toMillis(), timer -> end(Ending.TIMED_OUT));
    turn.load()
        .compose(loaded -> agent.run(turn))
        .onFailure(this::explain)
        .onComplete(outcome::tryComplete, outcome::tryFail);
    return outcome
        .future()
        .transform(
            result -> {
              vertx.cancelTimer(deadline);
              return conclude(Conclusion.of(result, turn.ending(), timeout));
            })
        .onFailure(e -> LOG.warn("turn={} attempt={} lost={}", turnId(), number(), e.toString()))
        .otherwiseEmpty();
  }

  private void explain(Throwable failure) {
    if (!(failure instanceof HoldfastException) && !(failure instanceof TurnFailure)) {
      LOG.warn("turn={} attempt={} runner={} broke", turnId(), number(), runner, failure);
    }
  }

  /** The store has so many messages that came for the turn while it ran. */
  void came(int count) {
    turn.came(count);
  }

  /** Asks the attempt to end; the strongest request stands. */
  void end(Ending why) {
    if (turn.ending().compareTo(why) >= 0) {
      return;
    }
    turn.end(why);
    if (why == Ending.ABANDONED || why == Ending.SUPERSEDED) {
      insistence.giveUp();
    }
    if (why.immediate()) {
      LOG.info("turn={} attempt={} ending={}", turnId(), number(), why);
      long force =
          vertx.setTimer(
              FORCE_AFTER, timer -> outcome.tryFail(new HoldfastException.Interrupted()));
      outcome.future().onComplete(ended -> vertx.cancelTimer(force));
    }
  }

  private void begun() {
    String reason = claimed.resumption().map(Reason::wire).orElse("");
    LOG.info(
        "turn={} attempt={} runner={} state=running resumed={} steps={}",
        turnId(),
        number(),
        runner,
        reason,
        claimed.steps());
    claimed.resumption().ifPresent(r -> count("holdfast.resumes", "reason", r.wire()));
    show(reason.isEmpty() ? TurnState.RUNNING.wire() : "resumed", reason, claimed.steps());
  }

  private Future<Void> conclude(Conclusion conclusion) {
    if (conclusion instanceof Conclusion.Finish finish) {
      return finish(finish);
    }
    return conclusion instanceof Conclusion.Release ? release() : known();
  }

  private Future<Void> finish(Conclusion.Finish finish) {
    return insistence
        .on(() -> services.store().finish(id(), finish.outcome(), finish.says(), now()))
        .onSuccess(done -> ended(finish.outcome().state(), code(finish.outcome())))
        .recover(this::fenced);
  }

  private static String code(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed ? failed.code() : "";
  }

  private Future<Void> release() {
    return insistence
        .on(() -> services.store().release(id(), now()))
        .onSuccess(done -> ended(TurnState.INTERRUPTED, ""))
        .recover(this::fenced);
  }

  private Future<Void> fenced(Throwable cause) {
    return cause instanceof HoldfastException.Fenced ? known() : Future.failedFuture(cause);
  }

  /** The store has the last word: it may have committed this attempt's end and not said so. */
  private Future<Void> known() {
    return insistence
        .on(() -> services.store().turn(turnId()))
        .onSuccess(found -> found.map(TurnDetail::turn).filter(this::mine).ifPresent(this::ended))
        .mapEmpty();
  }

  private boolean mine(TurnView stored) {
    return stored.attempt() == number() && stored.state() != TurnState.RUNNING;
  }

  private void ended(TurnView stored) {
    ended(stored.state(), "");
  }

  private void ended(TurnState state, String code) {
    LOG.info("turn={} attempt={} state={} code={}", turnId(), number(), state.wire(), code);
    count("holdfast.turns", "outcome", state.wire());
    show(state.wire(), "", turn.results());
  }

  private void show(String state, String reason, int steps) {
    services
        .bus()
        .show(
            new Live.TurnChanged(claimed.address(), id(), state, reason, steps, turn.inReplyTo()));
  }

  private void count(String meter, String tag, String value) {
    services.meters().counter(meter, "runner", runner, tag, value).increment();
  }

  private String turnId() {
    return id().turn();
  }

  private int number() {
    return id().number();
  }

  private long now() {
    return services.clock().millis();
  }
}
