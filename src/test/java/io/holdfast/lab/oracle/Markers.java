package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Ready;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * I9: a turn that ended has no marker, so a stop that ended in time leaves none but of what it had
 * to interrupt; and a marker's reason is its stop's.
 *
 * <p>A turn whose reply was shown before a life ended, or that was seen to be done, has ended for
 * good; one that has failed or was stopped, too, unless its user says {@code /retry}. A marker's
 * reason is that of the stop which the life had begun, or of one of a life before, if the turn was
 * not taken up since, and a redeploy only where one came since it was taken up. A turn that goes on
 * in the next life says the reason of its marker, and where there was none, that it crashed. In one
 * life a chat hears once at the most that the gateway goes away; that its agent is reconfigured it
 * may hear each time.
 */
final class Markers {

  private static final String REDEPLOY = "redeploy";
  private static final String CRASH = "crash";

  private final Run run;
  private final Redeploys redeploys;
  private final List<Violation> red = new ArrayList<>();

  private Markers(Run run) {
    this.run = run;
    this.redeploys = new Redeploys(run);
  }

  static List<Violation> judge(Run run) {
    Markers markers = new Markers(run);
    Set<String> reasons = new HashSet<>();
    for (At<Ended> at : run.all(Ended.class)) {
      Set<String> own = Set.of(lower(at.event().stop()));
      reasons.addAll(own);
      at.event()
          .markers()
          .forEach((turn, reason) -> markers.marker(at, turn, lower(reason), own, reasons));
    }
    markers.reasons();
    markers.notices();
    return markers.red;
  }

  private void marker(
      At<Ended> at, String turn, String reason, Set<String> own, Set<String> reasons) {
    int life = at.event().life();
    if (hasEnded(turn, at.place())) {
      add("%s had ended, and life %d left a marker of it".formatted(turn, life));
    }
    boolean ofRedeploy = reason.equals(REDEPLOY) && redeploys.mayHaveCut(turn, at.place());
    if (!ofRedeploy && !(takenUp(at, turn) ? own : reasons).contains(reason)) {
      add(
          "the marker of %s after life %d says %s, which no stop was"
              .formatted(turn, life, reason));
    }
  }

  private boolean hasEnded(String turn, int place) {
    boolean told =
        run.shown(turn).stream().anyMatch(shown -> shown.place() < place && isEnd(shown.event()));
    return told
        || run.all(Turned.class).stream()
            .filter(at -> at.place() < place && at.event().turn().equals(turn))
            .anyMatch(at -> isEnd(at.event()));
  }

  private boolean isEnd(Shown shown) {
    return Run.isReply(shown) && shown.part() == shown.parts()
        || (Run.isNotice(shown, "failed") || Run.isStopped(shown)) && isForGood(shown.chat());
  }

  private boolean isEnd(Turned turned) {
    return turned.state().equals("done")
        || Set.of("failed", "cancelled").contains(turned.state()) && isForGood(turned.chat());
  }

  private boolean isForGood(String chat) {
    return run.commands(chat, "/retry") == 0;
  }

  /** Whether a life, as a client has read from it, has taken up a turn. */
  private boolean takenUp(At<Ended> end, String turn) {
    Optional<Integer> ready =
        run.all(Ready.class).stream()
            .filter(at -> at.event().life() == end.event().life())
            .map(At::place)
            .findFirst();
    return ready.isPresent()
        && run.all(Turned.class).stream()
            .filter(at -> at.place() > ready.get() && at.place() < end.place())
            .map(At::event)
            .anyMatch(
                turned ->
                    turned.turn().equals(turn)
                        && Set.of("running", "resumed").contains(turned.state()));
  }

  /** In each life, what the turns say that have a marker of the life before. */
  private void reasons() {
    Map<String, String> markers = Map.of();
    boolean ready = false;
    Set<String> judged = new HashSet<>();
    for (At<?> at : all()) {
      if (at.event() instanceof Ended ended) {
        markers = ended.markers();
        ready = false;
        judged.clear();
      } else if (at.event() instanceof Ready) {
        ready = true;
      } else if (at.event() instanceof Turned turned && ready && judged.add(turned.turn())) {
        resumed(at.place(), turned, lower(markers.getOrDefault(turned.turn(), "")));
      }
    }
  }

  private void resumed(int place, Turned turned, String reason) {
    String said = lower(turned.reason());
    if (turned.state().equals("resumed")
        && !said.equals(reason.isEmpty() ? CRASH : reason)
        && !(said.equals(REDEPLOY) && redeploys.mayHaveCut(turned.turn(), place))) {
      String marker = reason.isEmpty() ? "it had no marker" : "its marker said " + reason;
      add("%s went on after %s, and %s".formatted(turned.turn(), said, marker));
    }
  }

  private void notices() {
    List<Integer> begun = run.all(Ready.class).stream().map(At::place).toList();
    Set<String> told = new HashSet<>();
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      if (!Run.isNotice(shown, "restarting") || shown.text().contains("reconfigured")) {
        continue;
      }
      long lives = begun.stream().filter(place -> place < at.place()).count();
      if (!told.add(shown.chat() + " " + lives)) {
        add(shown.chat() + " heard twice of one stop: " + shown.delivery());
      }
    }
  }

  private List<At<?>> all() {
    List<At<?>> all = new ArrayList<>();
    all.addAll(run.all(Ended.class));
    all.addAll(run.all(Ready.class));
    all.addAll(run.all(Turned.class));
    all.sort(java.util.Comparator.comparingInt(At::place));
    return all;
  }

  private static String lower(String reason) {
    return reason.toLowerCase(Locale.ROOT);
  }

  private void add(String what) {
    red.add(new Violation("I9", what));
  }
}
