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

  /** What is done to a process, and how many of a hundred are that. */
  enum Kind {
    /** SIGKILL while something is in flight. */
    KILL(58),
    /** SIGKILL so soon after the start that it may not be ready. */
    KILL_IN_BOOT(16),
    /** SIGTERM. */
    TERM(5),
    /** SIGTERM, and SIGKILL while it stops. */
    TERM_KILL(6),
    /** SIGTERM, and another. */
    TERM_TWICE(4),
    /** SIGSTOP, and SIGCONT. */
    FREEZE(4),
    /** Another configuration and SIGHUP. */
    REDEPLOY(3),
    /** The same, and SIGKILL before it may be through. */
    REDEPLOY_KILL(4);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    private static Kind of(int draw) {
      int rest = draw;
      for (Kind kind : values()) {
        rest -= kind.weight;
        if (rest < 0) {
          return kind;
        }
      }
      return KILL;
    }
  }

  /** The next one. */
  static Disturbance next(Random random) {
    Kind kind = Kind.of(random.nextInt(100));
    int delay = random.nextInt(kind == Kind.KILL_IN_BOOT ? 1_100 : 500);
    return new Disturbance(kind, delay, random.nextInt(1_200));
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "@" + delay + "+" + second;
  }
}
