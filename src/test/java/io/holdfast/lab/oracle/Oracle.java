package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges a run from outside: by what clients sent and saw, and by the ledger. Each invariant says
 * where it is judged what it means in terms of that. It claims nothing that is not certain: what a
 * client may have missed, or what may have been seen in another order than it happened, is no
 * violation.
 *
 * <p>I11, that a recovery which is killed at any depth still ends right, is nothing of its own: it
 * is I1 to I10 in runs in which that was struck.
 */
public final class Oracle {

  /** After how many interruptions in a row a turn is set aside, unless it is configured. */
  private static final int INTERRUPTIONS = 3;

  private Oracle() {}

  /** Whether a life has no timers but those of one that does nothing. */
  public static boolean atRest(Event.Idle idle) {
    return NothingLeft.atRest(idle);
  }

  /** Every promise that was not kept in a run that has come to quiet. */
  public static List<Violation> judge(List<History.Entry> entries) {
    return judge(entries, INTERRUPTIONS);
  }

  /**
   * Every promise that was not kept in a run that has come to quiet.
   *
   * @param interruptions after how many in a row a turn is set aside
   */
  public static List<Violation> judge(List<History.Entry> entries, int interruptions) {
    Run run = new Run(entries);
    return Stream.of(Markers.judge(run), Resumed.judge(run), promises(run, interruptions))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The same of several nodes that share a database. What is only so where one life follows upon
   * the other, the reasons of what goes on, is not judged.
   */
  public static List<Violation> ofNodes(List<History.Entry> entries) {
    return promises(new Run(entries), INTERRUPTIONS);
  }

  private static List<Violation> promises(Run run, int interruptions) {
    return Stream.of(
            Answered.judge(run),
            OneTurn.judge(run),
            Halts.judge(run),
            InOrder.judge(run),
            Attempts.judge(run),
            Steps.judge(run),
            Deliveries.judge(run),
            Visible.judge(run),
            NothingLeft.judge(run),
            Poison.judge(run, interruptions))
        .flatMap(List::stream)
        .toList();
  }
}
