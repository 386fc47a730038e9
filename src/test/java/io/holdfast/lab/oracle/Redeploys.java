package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Redeployed;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.List;
import java.util.Set;

/** Whether a redeploy may have cut a turn. */
final class Redeploys {

  private static final Set<String> TAKEN_UP = Set.of("running", "resumed");

  private final Run run;
  private final List<Integer> ends;
  private final List<Integer> redeploys;

  Redeploys(Run run) {
    this.run = run;
    this.ends = run.all(Ended.class).stream().map(At::place).toList();
    this.redeploys = run.all(Redeployed.class).stream().map(At::place).toList();
  }

  /**
   * Whether one came in the life in which the turn was taken up last, as far as a client has read,
   * or later, and before a place. One of the life before that one counts, too: who asks for it may
   * have to wait for the next life.
   */
  boolean mayHaveCut(String turn, int before) {
    if (redeploys.isEmpty()) {
      return false;
    }
    int takenUp =
        run.all(Turned.class).stream()
            .filter(at -> at.place() < before && at.event().turn().equals(turn))
            .filter(at -> TAKEN_UP.contains(at.event().state()))
            .mapToInt(At::place)
            .max()
            .orElse(0);
    int lives = (int) ends.stream().filter(end -> end < takenUp).count();
    int from = lives < 2 ? 0 : ends.get(lives - 2);
    return redeploys.stream().anyMatch(place -> place >= from && place < before);
  }
}
