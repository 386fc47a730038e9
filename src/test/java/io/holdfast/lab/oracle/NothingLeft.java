package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Left;
import java.util.ArrayList;
import java.util.List;

/**
 * I7: after quiet nothing is left over: no marker, nothing running, nothing to be delivered, no
 * process, no timer, no lease. Whoever struck the gateway has looked for it.
 */
final class NothingLeft {

  private NothingLeft() {}

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
    return red;
  }
}
