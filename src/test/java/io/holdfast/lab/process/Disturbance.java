package io.holdfast.lab.process;

import java.util.Locale;
import java.util.Random;

/**
 * One disturbance of a process.
 *
 * @param kind what is done
 * @param delay after how many milliseconds: of work, or of the boot
 * @param second how many milliseconds later its second half comes, where it has one
 */
record Disturbance(Kind kind, int delay, int second) {

  private static final int SHORT_BOOT = 400;
  private static final int LONG_BOOT = 1_100;

  /** What is done to a process, and how many of a hundred are that, after the first of each. */
  enum Kind {
    /** SIGKILL while something is in flight. */
    KILL(36),
    /** SIGKILL soon after somebody has begun to work on poison. */
    KILL_AT_POISON(38),
    /** SIGKILL so soon after the start that it may not be ready. */
    KILL_IN_BOOT(8),
    /** SIGTERM. */
    TERM(2),
    /** SIGTERM, and SIGKILL while it stops. */
    TERM_KILL(4),
    /** SIGTERM, and another. */
    TERM_TWICE(3),
    /** SIGSTOP, and SIGCONT. */
    FREEZE(2),
    /** The same for longer than what the gateway waits for a client, or for its own store. */
    LONG_FREEZE(0),
    /** Another configuration and SIGHUP. */
    REDEPLOY(3),
    /** The same, and SIGKILL before it may be through. */
    REDEPLOY_KILL(4);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    /** The name by which it is counted. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of a kind.
   *
   * @param sure whether a boot is to be struck before it can be over
   */
  static Disturbance of(Kind kind, boolean sure, Random random) {
    int delay = random.nextInt(350);
    if (kind == Kind.KILL_IN_BOOT) {
      delay = random.nextInt(sure ? SHORT_BOOT : LONG_BOOT);
    }
    return new Disturbance(kind, delay, random.nextInt(1_200));
  }

  @Override
  public String toString() {
    return kind.word() + "@" + delay + "+" + second;
  }
}
