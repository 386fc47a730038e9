package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Accepted;
import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * I3: in a chat turns run in the order of acceptance, and never two at once.
 *
 * <p>Never two at once: between two effects of a turn there is none of another of its chat, see
 * also {@link AtOnce}. The order in which messages were accepted is certain of two of them when the
 * second was said after it was read that the first is accepted; else it is that of their turns'
 * ids, which are ordered by time, unless these contradict what is certain (a clock went backwards).
 * In that order come the turns' first effects and their replies.
 *
 * <p>What is said, or is seen to be interrupted, after a chat has heard that it is paused is not
 * seen to run before {@code /resume} is said.
 *
 * <p>A turn that has failed or was stopped may be run again, after others. Where {@code /retry} was
 * said, only turns that were answered and did not fail are judged. Replies that were held back come
 * when their user wants them, so where that happened the order of replies is not judged.
 */
final class InOrder {

  private static final Set<String> RUNS = Set.of("running", "resumed", "done");

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private InOrder(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    InOrder order = new InOrder(run);
    Map<String, List<String>> effects = new LinkedHashMap<>();
    for (At<Effect> at : run.all(Effect.class)) {
      Effect effect = at.event();
      effects.computeIfAbsent(effect.chat(), chat -> new ArrayList<>()).add(effect.turn());
    }
    effects.forEach(order::effects);
    Map<String, Set<String>> replies = new LinkedHashMap<>();
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      if (Run.isReply(shown)) {
        replies.computeIfAbsent(shown.chat(), chat -> new LinkedHashSet<>()).add(shown.turn());
      }
    }
    replies.forEach(order::replies);
    order.paused();
    order.red.addAll(AtOnce.judge(run));
    return order.red;
  }

  private void effects(String chat, List<String> all) {
    List<String> turns = all.stream().filter(turn -> isJudged(chat, turn)).toList();
    Set<String> begun = new LinkedHashSet<>();
    Set<String> named = new HashSet<>();
    String last = "";
    for (String turn : turns) {
      if (!turn.equals(last) && !begun.add(turn) && named.add(turn)) {
        add("in " + chat + " the turn " + last + " had effects between those of " + turn);
      }
      last = turn;
    }
    ascending(chat, "ran", List.copyOf(begun));
  }

  private void replies(String chat, Set<String> turns) {
    boolean held =
        run.all(Shown.class).stream()
            .anyMatch(at -> at.event().chat().equals(chat) && Run.isNotice(at.event(), "held"));
    if (!held) {
      ascending(chat, "answered", turns.stream().filter(turn -> isJudged(chat, turn)).toList());
    }
  }

  private void paused() {
    for (At<Shown> pause : run.all(Shown.class)) {
      Shown shown = pause.event();
      if (Run.isNotice(shown, "command") && shown.text().startsWith("Paused")) {
        int resume =
            run.saidIn(shown.chat())
                .filter(at -> at.place() > pause.place() && at.event().text().equals("/resume"))
                .mapToInt(At::place)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        run.all(Turned.class).stream()
            .filter(at -> at.place() > pause.place() && at.place() < resume)
            .filter(at -> at.event().chat().equals(shown.chat()))
            .filter(at -> RUNS.contains(at.event().state()))
            .filter(at -> isHeld(at, pause.place()))
            .forEach(at -> add(at.event().turn() + " ran while its chat was paused"));
      }
    }
  }

  /** Whether a turn was asked for since, or was interrupted since and goes on. */
  private boolean isHeld(At<Turned> now, int place) {
    String turn = now.event().turn();
    boolean asked =
        run.firstOf(turn)
            .map(first -> run.said().get(first.id()))
            .filter(said -> said.place() > place)
            .isPresent();
    return asked
        || run.all(Turned.class).stream()
            .filter(at -> at.place() > place && at.place() < now.place())
            .anyMatch(
                at -> at.event().turn().equals(turn) && at.event().state().equals("interrupted"));
  }

  private void ascending(String chat, String what, List<String> turns) {
    for (int i = 1; i < turns.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (isBefore(turns.get(i), turns.get(j))) {
          add(
              "in %s %s was accepted before %s and %s after it"
                  .formatted(chat, turns.get(i), turns.get(j), what));
        }
      }
    }
  }

  private boolean isJudged(String chat, String turn) {
    if (run.commands(chat, "/retry") == 0) {
      return true;
    }
    List<At<Shown>> shown = run.shown(turn);
    return shown.stream().anyMatch(at -> Run.isReply(at.event()))
        && shown.stream().noneMatch(at -> Run.isNotice(at.event(), "failed"));
  }

  private boolean isBefore(String one, String other) {
    if (isCertain(one, other)) {
      return true;
    }
    return !isCertain(other, one)
        && isOrderedByTime(one)
        && isOrderedByTime(other)
        && one.compareTo(other) < 0;
  }

  /** Whether {@code later} was asked for after it was read that {@code earlier} is accepted. */
  private boolean isCertain(String earlier, String later) {
    Optional<Said> first = run.firstOf(earlier);
    Optional<Said> second = run.firstOf(later);
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    List<At<Accepted>> accepted = run.accepted(first.get().id());
    return !accepted.isEmpty()
        && accepted.get(0).place() < run.said().get(second.get().id()).place();
  }

  private static boolean isOrderedByTime(String id) {
    try {
      return UUID.fromString(id).version() == 7;
    } catch (IllegalArgumentException other) {
      return false;
    }
  }

  private void add(String what) {
    red.add(new Violation("I3", what));
  }
}
