package io.holdfast.runner;

import io.holdfast.delivery.Parts;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.stop.Notices;
import io.holdfast.turn.Wording;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.List;

/** What is committed about an attempt that has ended. A pure function of how it ended. */
sealed interface Conclusion {

  /** The turn ends. */
  record Finish(Outcome outcome, List<Outgoing> says) implements Conclusion {}

  /** The turn will be resumed. */
  record Release() implements Conclusion {}

  /** The store knows already: the turn asks its user, or belongs to another attempt. */
  record Known() implements Conclusion {}

  /**
   * @param result what the runner's Future gave
   * @param ending why the attempt was asked to end, if it was
   * @param timeout the turn's deadline, for the sentence about it
   */
  static Conclusion of(AsyncResult<Outcome> result, Ending ending, Duration timeout) {
    if (ending == Ending.SUPERSEDED || result.cause() instanceof HoldfastException.Fenced) {
      return new Known();
    }
    if (result.succeeded()) {
      return finish(result.result());
    }
    if (result.cause() instanceof HoldfastException.Asking) {
      return new Known();
    }
    return switch (ending) {
      case BY_USER -> finish(new Outcome.Cancelled());
      case TIMED_OUT -> finish(new Outcome.Failed("timeout", Wording.timedOut(timeout)));
      case ABANDONED -> new Release();
      default -> failure(result.cause());
    };
  }

  private static Conclusion failure(Throwable cause) {
    if (cause instanceof HoldfastException.Cancelled) {
      // The store knew before this attempt heard of it.
      return finish(new Outcome.Cancelled());
    }
    if (cause instanceof TurnFailure failure) {
      return finish(new Outcome.Failed(failure.code(), failure.sentence()));
    }
    return cause instanceof HoldfastException.Interrupted
            || cause instanceof HoldfastException.NotReady
        ? new Release()
        : finish(new Outcome.Failed("error", Wording.broken()));
  }

  private static Finish finish(Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      return new Finish(done, Parts.of(done));
    }
    if (outcome instanceof Outcome.Failed failed) {
      return new Finish(failed, List.of(new Outgoing.Notice(NoticeKind.FAILED, failed.sentence())));
    }
    return new Finish(outcome, List.of(new Outgoing.Notice(NoticeKind.COMMAND, Notices.stopped())));
  }
}
