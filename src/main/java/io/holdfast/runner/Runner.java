package io.holdfast.runner;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Outcome;
import io.vertx.core.Future;
import java.util.List;

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
   * for; a {@link TurnFailure} ends the turn FAILED with what it says, and any other failure with
   * one sentence that says little. Whatever was started for the turn has ended when the Future
   * completes, but for what it {@linkplain #kept() keeps} for a turn that asks.
   */
  Future<Outcome> run(TurnContext turn);

  /**
   * Whether it takes messages that come for a turn while it works on that, see {@link
   * TurnContext#steering}. Where it does not they wait their turn.
   */
  default boolean steerable() {
    return false;
  }

  /**
   * The attempts that ended with a question and for which something is kept running, so that the
   * next one goes on quicker if it comes here. Nothing may depend on it.
   */
  default List<AttemptId> kept() {
    return List.of();
  }

  /** The turn has ended or goes on elsewhere: ends what is kept for it. */
  default void letGo(String turn) {}

  /** Gives back what the runner holds; no turn runs any more. */
  default Future<Void> close() {
    return Future.succeededFuture();
  }
}
