package io.holdfast.link;

import java.time.Duration;

/**
 * What has become of a link's tries so far, and what follows from it.
 *
 * @param failures how many in a row ended before they had settled
 * @param unresumed how many resumes in a row did not come up
 * @param unreached how many tries to resume in a row reached nobody
 * @param hopeless whether the last one said that there is no hope for now
 */
record Course(int failures, int unresumed, int unreached, boolean hopeless) {

  static final Course NEW = new Course(0, 0, 0, false);

  /** Waits differ by so much, that those who were cut together do not come back together. */
  private static final double SPREAD = 0.5;

  private static final int LARGEST_SHIFT = 20;

  /**
   * So many times as often as it may be refused it may reach nobody before it begins afresh. At the
   * usual pace that takes some minutes, and a platform does not keep what was before for longer.
   */
  private static final int PATIENCE = 5;

  /** The other side said that it is up. */
  Course up() {
    return new Course(failures, 0, 0, false);
  }

  /**
   * A try has ended before its socket was open. That says nothing of what was before, and yet the
   * way to resume may be dead while another is not.
   *
   * @param resuming whether it was to go on with what was before
   */
  Course unreached(boolean resuming) {
    return new Course(failures + 1, unresumed, resuming ? unreached + 1 : unreached, false);
  }

  /**
   * A try whose socket was open has ended.
   *
   * @param resuming whether it was to go on with what was before
   * @param up whether it was up
   * @param lasted for how long it was up
   */
  Course ended(End how, boolean resuming, boolean up, Duration lasted, Pace pace) {
    boolean settled = up && lasted.compareTo(pace.settled()) >= 0;
    return new Course(
        settled ? 0 : failures + 1, resuming && !up ? unresumed + 1 : 0, 0, how == End.HOPELESS);
  }

  /** Whether the next try may go on with what was before. */
  boolean resumes(Pace pace) {
    return unresumed < pace.resumes() && unreached < PATIENCE * pace.resumes();
  }

  /** Whether it only probes; a probe that comes up and settles closes the circuit. */
  boolean open(Pace pace) {
    return hopeless || failures >= pace.trip();
  }

  /**
   * How long to wait before the next try.
   *
   * @param chance from 0 to 1
   */
  Duration pause(Pace pace, double chance) {
    return spread(open(pace) ? pace.probe() : backOff(pace), chance);
  }

  private Duration backOff(Pace pace) {
    long wanted = pace.first().toMillis() << Math.min(Math.max(0, failures - 1), LARGEST_SHIFT);
    return Duration.ofMillis(Math.min(wanted, pace.most().toMillis()));
  }

  private static Duration spread(Duration pause, double chance) {
    return Duration.ofMillis(Math.round(pause.toMillis() * (1 - SPREAD * chance)));
  }
}
