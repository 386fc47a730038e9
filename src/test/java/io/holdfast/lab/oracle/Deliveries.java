package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Quiet;
import io.holdfast.lab.history.Event.Ready;
import io.holdfast.lab.history.Event.Repeated;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I6: each delivery is shown once; the parts of a reply from the first to the last, without a gap
 * and with nothing else of the chat in between; a turn has one end: one reply, or one notice that
 * it failed or was stopped while it ran, and one more for each {@code /retry} in its chat at the
 * most, of which none follows a reply. The parts of a reply, put together, are to the letter what
 * its task says. A task that asks one question asks it once. What was acked before all was quiet
 * does not come again in a later life.
 */
final class Deliveries {

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private Deliveries(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Deliveries deliveries = new Deliveries(run);
    Set<String> known = new HashSet<>();
    Map<String, List<Shown>> chats = new LinkedHashMap<>();
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      if (!known.add(shown.delivery())) {
        deliveries.add(shown.delivery() + " was shown again in " + shown.chat());
      }
      chats.computeIfAbsent(shown.chat(), chat -> new ArrayList<>()).add(shown);
    }
    chats.forEach(deliveries::parts);
    run.shownByTurn().forEach(deliveries::turn);
    deliveries.settled();
    return deliveries.red;
  }

  /** A part follows on its predecessor directly. */
  private void parts(String chat, List<Shown> shown) {
    for (int i = 0; i < shown.size(); i++) {
      Shown now = shown.get(i);
      if (!Run.isReply(now)) {
        continue;
      }
      boolean follows = now.part() == 1 || i > 0 && isPartBefore(shown.get(i - 1), now);
      if (!follows) {
        add(
            "part %d of %d of %s in %s does not follow on the one before"
                .formatted(now.part(), now.parts(), now.turn(), chat));
      }
      boolean ends =
          now.part() == now.parts() || i + 1 < shown.size() && isPartBefore(now, shown.get(i + 1));
      if (!ends) {
        add(
            "nothing follows directly on part %d of %d of %s in %s"
                .formatted(now.part(), now.parts(), now.turn(), chat));
      }
    }
  }

  private static boolean isPartBefore(Shown one, Shown next) {
    return Run.isReply(one)
        && Run.isReply(next)
        && one.turn().equals(next.turn())
        && one.parts() == next.parts()
        && one.part() + 1 == next.part();
  }

  private void settled() {
    int known = 0; // what was shown before this place is settled
    int quiet = 0;
    Map<String, Integer> shown = new LinkedHashMap<>();
    run.all(Shown.class).forEach(at -> shown.putIfAbsent(at.event().delivery(), at.place()));
    for (At<?> at : run.of(Quiet.class, Ready.class, Repeated.class)) {
      if (at.event() instanceof Quiet) {
        quiet = at.place();
      } else if (at.event() instanceof Ready) {
        known = quiet;
      } else if (at.event() instanceof Repeated again
          && shown.getOrDefault(again.delivery(), known) < known) {
        add(again.delivery() + " was settled and came again in " + again.chat());
      }
    }
  }

  private void questions(String turn, List<At<Shown>> shown) {
    List<String> texts =
        shown.stream()
            .map(At::event)
            .filter(notice -> Run.isNotice(notice, "question"))
            .map(Shown::text)
            .toList();
    run.task(turn)
        .filter(task -> task.kind() == Kind.QUESTION)
        .filter(task -> texts.stream().distinct().count() < texts.size())
        .ifPresent(task -> add(turn + " has asked the same thing again: " + texts));
  }

  private void turn(String turn, List<At<Shown>> shown) {
    questions(turn, shown);
    String chat = shown.get(0).event().chat();
    long replies =
        shown.stream().filter(at -> Run.isReply(at.event()) && at.event().part() == 1).count();
    long others = shown.stream().filter(at -> isOtherEnd(at.event())).count();
    if (replies > 1) {
      add(turn + " in " + chat + " was answered " + replies + " times");
    } else if (replies + others > 1 + run.commands(chat, "/retry")) {
      add(turn + " in " + chat + " ended " + (replies + others) + " times");
    }
    if (replies == 1) {
      text(turn, shown);
    }
  }

  /** Its parts put together are what its task says, of this turn. */
  private void text(String turn, List<At<Shown>> shown) {
    String text = Attempts.text(shown);
    Map<Integer, Integer> ranIn = Attempts.lines(shown);
    run.firstOf(turn)
        .flatMap(first -> Task.replyTo(first.text(), turn, step -> ranIn.getOrDefault(step, 0)))
        .filter(expected -> !expected.equals(text))
        .ifPresent(
            expected ->
                add(
                    "the reply of %s is not what its task says: %d characters for %d, other at %d"
                        .formatted(turn, text.length(), expected.length(), other(text, expected))));
  }

  private static int other(String one, String two) {
    int at = 0;
    while (at < Math.min(one.length(), two.length()) && one.charAt(at) == two.charAt(at)) {
      at++;
    }
    return at;
  }

  private static boolean isOtherEnd(Shown shown) {
    return Run.isNotice(shown, "failed") || Run.isStopped(shown);
  }

  private void add(String what) {
    red.add(new Violation("I6", what));
  }
}
