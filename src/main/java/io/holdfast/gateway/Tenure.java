package io.holdfast.gateway;

import io.holdfast.connector.Permit;
import io.holdfast.model.Lease;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How long this process may go on believing that it holds a lease. It counts from before the store
 * was asked, so that it never ends later than the lease does; and by two clocks, of which the one
 * that went further counts: that which nobody sets may stand still while the machine sleeps. Safe
 * from any thread.
 */
final class Tenure implements Permit {

  /** What both clocks say, in milliseconds. */
  record Moment(long steady, long wall) {

    private Moment plus(long millis) {
      return new Moment(steady + millis, wall + millis);
    }
  }

  /** A clock that nobody sets, and the machine's. */
  record Clocks(InstantSource steady, InstantSource wall) {

    Moment now() {
      return new Moment(steady.millis(), wall.millis());
    }
  }

  private final Clocks clocks;
  private final long generation;
  private volatile Moment end;

  /**
   * @param asked a moment before {@code lease} was asked for
   */
  Tenure(Clocks clocks, Moment asked, Lease lease) {
    this.clocks = clocks;
    this.generation = lease.generation();
    this.end = asked.plus(lease.left());
  }

  /**
   * Goes on with a renewed lease.
   *
   * @return false, and nothing has changed, where another holder may have had it meanwhile
   */
  boolean renew(Moment asked, Lease lease) {
    if (lease.generation() != generation || left() <= 0) {
      return false;
    }
    end = asked.plus(lease.left());
    return true;
  }

  /** How much of it is left, in milliseconds; not above zero when it is over. */
  long left() {
    Moment now = clocks.now();
    return Math.min(end.steady() - now.steady(), end.wall() - now.wall());
  }

  @Override
  public boolean mayStillSend(Duration timeout) {
    return left() > timeout.toMillis();
  }

  @Override
  public String toString() {
    return "generation=" + generation + " left=" + left() + "ms";
  }
}
