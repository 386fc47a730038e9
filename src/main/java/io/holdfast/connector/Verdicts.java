package io.holdfast.connector;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Settlement;

/** What a failed attempt to send comes to. */
final class Verdicts {

  private static final long FIRST = 1_000;
  private static final long LONGEST = 60_000;
  private static final int DOUBLINGS = 6;

  private Verdicts() {}

  /**
   * The settlement.
   *
   * @param failures how often in a row the platform was not reached, or did not answer, this time
   *     included
   */
  static Settlement of(Throwable cause, int failures, long now) {
    String because = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof NotReady) {
      return new Settlement.Later(now + FIRST, because);
    }
    if (cause instanceof SendFailure.NotSent) {
      return new Settlement.Later(now + pause(failures), because);
    }
    if (cause instanceof SendFailure.Wait wait) {
      return new Settlement.Later(now + wait.millis(), because);
    }
    if (cause instanceof SendFailure.Refused) {
      return new Settlement.Dead(because);
    }
    return new Settlement.Unknown(now + pause(failures), because);
  }

  /** Twice as long each time, from a second to a minute. */
  static long pause(int failures) {
    return Math.min(LONGEST, FIRST << Math.min(DOUBLINGS, Math.max(0, failures - 1)));
  }
}
