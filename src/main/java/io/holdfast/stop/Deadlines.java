package io.holdfast.stop;

import java.time.Duration;

/**
 * One budget for a whole stop, and the moments derived from it, in milliseconds as {@link
 * Stops#now()} counts them.
 *
 * <p>The drain gets what the later links do not need; they get a tenth each, five seconds at most.
 *
 * @param drain when waiting for running turns ends
 * @param grace when turns that were asked to stop at a step are released
 * @param flush when the last deliveries and the sockets are given up
 * @param end when the process must be gone; the watchdog's moment
 */
public record Deadlines(long drain, long grace, long flush, long end) {

  private static final long LONGEST_SHARE = 5_000;

  /** The deadlines of a stop that begins at {@code now} and may take {@code budget}. */
  public static Deadlines of(long now, Duration budget) {
    long end = now + budget.toMillis();
    long share = Math.min(budget.toMillis() / 10, LONGEST_SHARE);
    return new Deadlines(end - 3 * share, end - 2 * share, end - share, end);
  }

  /** The same with the drain and what follows it no later than in {@code other}. */
  public Deadlines within(Deadlines other) {
    return new Deadlines(
        Math.min(drain, other.drain),
        Math.min(grace, other.grace),
        Math.min(flush, other.flush),
        Math.min(end, other.end));
  }

  /** The same with the drain over at {@code now}, if it is not yet, and the rest moved up to it. */
  Deadlines hurried(long now) {
    long saved = Math.max(0, drain - now);
    return new Deadlines(drain - saved, grace - saved, flush - saved, end - saved);
  }
}
