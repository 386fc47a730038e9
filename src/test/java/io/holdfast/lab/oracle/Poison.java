package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Redeployed;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Struck;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * I10: a turn that kills whoever runs it is set aside after its limit of interruptions. That
 * nothing else waits for it follows from I1: everything else is answered although it is there. And
 * nothing is set aside before: that takes so many ends of a life or redeploys, or failures that
 * were made, since it was set aside last.
 *
 * <p>Who runs beside one poison is not set aside with it.
 *
 * <p>Each attempt ends the turn or interrupts it, and the count of interruptions begins anew with
 * each step that has its result, and when its user says {@code /resume} or {@code /retry}. So there
 * are as many attempts as the limit at the most, once for each of these and once more.
 */
final class Poison {

  private Poison() {}

  static List<Violation> judge(Run run, int limit) {
    List<Violation> red = new ArrayList<>();
    Map<String, Integer> attempts = new LinkedHashMap<>();
    run.all(Turned.class)
        .forEach(at -> attempts.merge(at.event().turn(), at.event().attempt(), Math::max));
    run.all(Effect.class)
        .forEach(at -> attempts.merge(at.event().turn(), at.event().attempt(), Math::max));
    for (Map.Entry<String, List<At<Shown>>> turn : run.shownByTurn().entrySet()) {
      Task task = run.task(turn.getKey()).orElse(null);
      if (task == null || task.kind() != Kind.POISON) {
        continue;
      }
      String chat = turn.getValue().get(0).event().chat();
      long again = run.commands(chat, "/resume") + run.commands(chat, "/retry");
      long most = (long) limit * (1 + task.steps()) * (1 + again);
      int tried = attempts.getOrDefault(turn.getKey(), 0);
      if (tried > most) {
        String what = "%s was tried %d times, and %d were allowed";
        red.add(new Violation("I10", what.formatted(turn.getKey(), tried, most)));
      }
    }
    tooEarly(run, limit, red);
    beside(run, red);
    return red;
  }

  /** Where one poison has done all the harm that was done, nobody else is set aside. */
  private static void beside(Run run, List<Violation> red) {
    long poisons =
        run.said().values().stream()
            .flatMap(at -> Run.task(at.event()).stream())
            .filter(task -> task.kind() == Kind.POISON)
            .count();
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      boolean innocent =
          run.task(shown.turn()).filter(task -> task.kind() != Kind.POISON).isPresent();
      if (Run.isNotice(shown, "quarantined")
          && innocent
          && poisons == 1
          && isAllOfPoison(run, at.place())) {
        red.add(new Violation("I10", shown.turn() + " was set aside for what ran beside it"));
      }
    }
  }

  private static boolean isAllOfPoison(Run run, int before) {
    List<At<?>> cuts =
        run.of(Ended.class, Redeployed.class, Struck.class).stream()
            .filter(at -> at.place() < before)
            .toList();
    long deaths = cuts.stream().filter(at -> isDeath(at.event())).count();
    long poison = cuts.stream().filter(at -> isPoison(at.event())).count();
    return deaths == poison && deaths + poison == cuts.size();
  }

  private static boolean isDeath(Event event) {
    return event instanceof Ended ended && ended.how() == Event.How.KILLED;
  }

  private static boolean isPoison(Event event) {
    return event instanceof Struck struck && struck.point().equals("poison");
  }

  private static void tooEarly(Run run, int limit, List<Violation> red) {
    Map<String, Integer> since = new LinkedHashMap<>();
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      if (!Run.isNotice(shown, "quarantined")) {
        continue;
      }
      Integer last = since.put(shown.turn(), at.place());
      long cuts = cuts(run, last == null ? -1 : last, at.place());
      if (cuts < limit) {
        String what = "%s was set aside after %d interruptions at the most, and %d are allowed";
        red.add(new Violation("I10", what.formatted(shown.turn(), cuts, limit)));
      }
    }
  }

  private static long cuts(Run run, int after, int before) {
    return Stream.of(
            run.all(Ended.class).stream(),
            run.all(Redeployed.class).stream(),
            run.all(Struck.class).stream().filter(at -> at.event().action().equals("fail")))
        .flatMap(all -> all)
        .filter(at -> at.place() > after && at.place() < before)
        .count();
  }
}
