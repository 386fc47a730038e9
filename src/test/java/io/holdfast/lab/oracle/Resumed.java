package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Struck;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * I9: what a stop cuts goes on with that stop's reason; a chat is told once of a stop.
 *
 * <p>Judged of a stop that came to its wait, so that its markers were committed: one that ended by
 * itself, or was killed at a point behind the mark. A life in which something was made to fail is
 * not judged, nor a turn that only waited in it to go on, nor a chat whose user has decided himself
 * what goes on.
 */
final class Resumed {

  private static final Set<String> AT_WORK = Set.of("running", "resumed", "interrupted");
  private static final Set<String> DECISIONS = Set.of("/pause", "/stop", "/resume", "/retry");
  private static final Set<String> GOES_ON = Set.of("running", "resumed");

  private final Run run;
  private final Redeploys redeploys;
  private final List<Violation> red = new ArrayList<>();

  private Resumed(Run run) {
    this.run = run;
    this.redeploys = new Redeploys(run);
  }

  static List<Violation> judge(Run run) {
    Resumed resumed = new Resumed(run);
    int began = 0;
    for (At<Ended> at : run.all(Ended.class)) {
      resumed.life(at, began);
      began = at.place();
    }
    return resumed.red;
  }

  private void life(At<Ended> end, int began) {
    String stop = end.event().stop().toLowerCase(Locale.ROOT);
    if (stop.isEmpty()) {
      return;
    }
    notices(end, began);
    if (marked(end, began)) {
      Map<String, Turned> last = new HashMap<>();
      Map<String, Integer> ran = new HashMap<>();
      for (Turned turned : within(Turned.class, began, end.place())) {
        last.put(turned.turn(), turned);
        if (GOES_ON.contains(turned.state())) {
          ran.put(turned.turn(), turned.attempt());
        }
      }
      last.values().stream()
          .filter(turned -> AT_WORK.contains(turned.state()) && !decided(turned.chat()))
          .filter(turned -> ran.getOrDefault(turned.turn(), 0) == turned.attempt())
          .forEach(turned -> goesOn(turned, end, stop));
    }
  }

  private void goesOn(Turned before, At<Ended> end, String stop) {
    run.all(Turned.class).stream()
        .filter(at -> at.place() > end.place() && at.event().turn().equals(before.turn()))
        .filter(at -> at.event().attempt() == before.attempt() + 1)
        .filter(at -> GOES_ON.contains(at.event().state()))
        .findFirst()
        .filter(at -> !reason(at).equals(stop) && !isOfRedeploy(at))
        .ifPresent(
            at ->
                add(
                    "%s was cut by a %s in life %d and went on with reason \"%s\""
                        .formatted(before.turn(), stop, end.event().life(), reason(at))));
  }

  private boolean isOfRedeploy(At<Turned> at) {
    return reason(at).equals("redeploy") && redeploys.mayHaveCut(at.event().turn(), at.place());
  }

  private static String reason(At<Turned> at) {
    return at.event().reason().toLowerCase(Locale.ROOT);
  }

  private void notices(At<Ended> end, int began) {
    Map<String, Integer> told = new HashMap<>();
    for (Shown shown : within(Shown.class, began, end.place())) {
      boolean ofRedeploy = shown.text().contains("reconfigured");
      if (shown.notice().equals("restarting")
          && !ofRedeploy
          && told.merge(shown.chat(), 1, Integer::sum) == 2) {
        add("%s was told twice of the stop of life %d".formatted(shown.chat(), end.event().life()));
      }
    }
  }

  private boolean marked(At<Ended> end, int began) {
    List<Struck> struck = within(Struck.class, began, end.place());
    boolean failed = struck.stream().anyMatch(one -> !one.action().equals("halt"));
    boolean behindMark = struck.stream().anyMatch(one -> one.point().startsWith("stop-"));
    return !failed && (end.event().how() == How.CLEAN || behindMark);
  }

  private boolean decided(String chat) {
    return DECISIONS.stream().anyMatch(word -> run.commands(chat, word) > 0);
  }

  private <E extends Event> List<E> within(Class<E> type, int from, int to) {
    return run.all(type).stream()
        .filter(at -> at.place() > from && at.place() < to)
        .map(At::event)
        .toList();
  }

  private void add(String what) {
    red.add(new Violation("I9", what));
  }
}
