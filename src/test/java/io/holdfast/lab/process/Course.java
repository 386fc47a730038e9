package io.holdfast.lab.process;

import io.holdfast.lab.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which round is the next one, and what all that have ended come to. Safe from any thread. */
final class Course {

  /** Each round has a seed of its own, so that it can be repeated alone. */
  record Next(long seed, int kills) {}

  private static final int KILLS = 100;

  private final Effort effort;
  private final Tally tally = new Tally();
  private final List<String> red = new ArrayList<>();
  private long seed;
  private int planned;

  Course(Effort effort) {
    this.effort = effort;
    this.seed = effort.seed();
    tally.add("lost", 0);
    tally.add("doubled", 0);
    tally.add("disordered", 0);
  }

  /** Empty once all that are begun will have killed often enough. */
  synchronized Optional<Next> next() {
    int kills = Math.min(KILLS, effort.kills() - planned);
    planned += kills;
    return kills > 0 ? Optional.of(new Next(seed++, kills)) : Optional.empty();
  }

  /** A round has ended; gives all that have, in a line. */
  synchronized String ended(Next round, Tally counted, List<String> broken) {
    tally.add(counted);
    tally.add("rounds");
    red.addAll(broken);
    return "seed %d: %d kills, %d messages, %d effects%s"
        .formatted(
            round.seed(),
            tally.of("kills"),
            tally.of("messages"),
            tally.of("effects"),
            red.isEmpty() ? "" : ", " + red.size() + " red");
  }

  /** Of all rounds; to be read when there are no more. */
  Tally tally() {
    return tally;
  }

  List<String> red() {
    return red;
  }
}
