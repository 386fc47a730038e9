package io.holdfast.connector;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Settlement;

/** What a failed attempt to send comes to. */
final class Verdicts {

  private static final long FIRST = 1_000;
  private static final long LONGEST = 60_000;

  /** Where each try may be one more copy to see. */
  private static final long LONGEST_SEEN = 3_600_000;

  private static final int DOUBLINGS = 12;

  private Verdicts() {}

  /**
   * The settlement.
   *
   * @param seen whether a copy is seen, so that what nobody knows of is tried less and less often
   * @param failures how often in a row the platform was not reached, or did not answer, this time
   *     included
   */
  static Settlement of(Throwable cause, boolean seen, int failures, long now) {
    String because = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof NotReady) {
      return new Settlement.Later(now + FIRST, because);
    }
    if (cause instanceof SendFailure.NotSent) {
      return new Settlement.Later(now + pause(failures, LONGEST), because);
    }
    if (cause instanceof SendFailure.Wait wait) {
      return new Settlement.Later(now + wait.millis(), because);
    }
    if (cause instanceof SendFailure.Refused) {
      return new Settlement.Dead(because);
    }
    return new Settlement.Unknown(now + pause(failures, longest(seen)), because);
  }

  /** How long a pause may be that no platform has asked for, after what nobody knows of. */
  static long longest(boolean seen) {
    return seen ? LONGEST_SEEN : LONGEST;
  }

  /** Twice as long each time, from a second on. */
  private static long pause(int failures, long longest) {
    return Math.min(longest, FIRST << Math.min(DOUBLINGS, Math.max(0, failures - 1)));
  }
}
