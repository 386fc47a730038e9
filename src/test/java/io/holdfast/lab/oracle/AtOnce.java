package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Redeployed;
import io.holdfast.lab.history.Event.Struck;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I3: two turns of a chat are not seen to run at once: in one life a turn is read to run, then
 * another, and then that the first has ended in that attempt.
 *
 * <p>That a turn runs may be read late on a new connection, so that counts only until it was read
 * that it has ended; and what is not read may be lost. Where something was struck or a runner was
 * changed, a turn's end may be told after the next one's beginning, so these lives are not judged,
 * nor chats in which {@code /retry} was said.
 */
final class AtOnce {

  private static final Set<String> RUNS = Set.of("running", "resumed");
  private static final Set<String> ENDS = Set.of("done", "failed", "cancelled");

  private final Run run;
  private final List<Violation> red = new ArrayList<>();
  private final List<Violation> ofThisLife = new ArrayList<>();
  private final Map<String, Turned> running = new HashMap<>();
  private final Map<String, Turned> overtaken = new HashMap<>();
  private final Set<String> over = new HashSet<>();
  private boolean certain = true;

  private AtOnce(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    AtOnce once = new AtOnce(run);
    for (At<?> at : run.of(Ended.class, Struck.class, Redeployed.class, Turned.class)) {
      if (at.event() instanceof Turned turned) {
        once.turned(turned);
      } else if (at.event() instanceof Ended) {
        once.life();
      } else {
        once.certain = false;
      }
    }
    once.life();
    return once.red;
  }

  private void life() {
    if (certain) {
      red.addAll(ofThisLife);
    }
    ofThisLife.clear();
    running.clear();
    overtaken.clear();
    certain = true;
  }

  private void turned(Turned turned) {
    if (run.commands(turned.chat(), "/retry") > 0 || over.contains(turned.turn())) {
      return;
    }
    if (RUNS.contains(turned.state())) {
      runs(turned);
      return;
    }
    running.computeIfPresent(
        turned.chat(), (chat, now) -> now.turn().equals(turned.turn()) ? null : now);
    Turned before = overtaken.remove(turned.turn());
    if (ENDS.contains(turned.state())) {
      over.add(turned.turn());
      if (before != null && before.attempt() == turned.attempt()) {
        String what = "in %s another turn ran before it was read that %s is %s";
        ofThisLife.add(
            new Violation("I3", what.formatted(turned.chat(), turned.turn(), turned.state())));
      }
    }
  }

  private void runs(Turned turned) {
    Turned before = running.put(turned.chat(), turned);
    overtaken.remove(turned.turn());
    if (before != null && !before.turn().equals(turned.turn())) {
      overtaken.put(before.turn(), before);
    }
  }
}
