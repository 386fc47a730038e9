package io.holdfast.runner;

import io.holdfast.model.Outcome;
import io.vertx.core.Future;

/**
 * An agent, as the gateway sees it. Implementations never block the calling thread, which is an
 * event loop; they keep nothing of a turn outside its context, since any attempt may be the last of
 * this process.
 */
public interface Runner {

  /**
   * Runs one attempt of a turn.
   *
   * <p>The returned Future succeeds with the outcome. If it fails with an exception that the
   * context gave ({@link io.holdfast.model.HoldfastException}), the gateway does what that asks
   * for; any other failure ends the turn FAILED, and its user is told in one sentence. Whatever was
   * started for the turn has ended when the Future completes.
   */
  Future<Outcome> run(TurnContext turn);

  /** Gives back what the runner holds; no turn runs any more. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
