package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Idle;
import io.holdfast.lab.history.Event.Left;
import java.util.ArrayList;
import java.util.List;

/**
 * I7: after quiet nothing is left over: no marker, nothing running, nothing to be delivered, no
 * process, no timer, no lease. Whoever struck the gateway has looked for it. A gateway that is idle
 * has only those timers that it has had from its start on.
 */
final class NothingLeft {

  /** What looks and beats now and then: with two runners, and a file that is watched. */
  private static final int PERIODIC = 13;

  /** A connector that has to send looks for what is due, and holds the lease of its credential. */
  private static final int OF_A_SENDER = 2;

  private NothingLeft() {}

  /** Whether it has no timer that came with what it did. */
  static boolean atRest(Idle idle) {
    return idle.once() == 0 && idle.periodic() <= PERIODIC + OF_A_SENDER * idle.senders();
  }

  static List<Violation> judge(Run run) {
    List<Violation> red = new ArrayList<>();
    run.all(Left.class)
        .forEach(
            at ->
                at.event()
                    .over()
                    .forEach(
                        (what, count) -> {
                          if (count != 0) {
                            red.add(new Violation("I7", count + " left over: " + what));
                          }
                        }));
    run.all(Idle.class).stream()
        .filter(at -> !atRest(at.event()))
        .forEach(at -> red.add(new Violation("I7", "timers of an idle gateway: " + at.event())));
    return red;
  }
}
