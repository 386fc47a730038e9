package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one effect of a fenced attempt that nothing can prevent. A node commits the INTENT of a step
 * and is stopped, or cut off, before the effect; when it goes on, its lease is over and its turn is
 * another's, and it learns so from the store only when it comes with the result. So a held attempt
 * may have one effect more, of a step that its successor does, too: with the step's key, which both
 * have in common, the world outside can tell that it is one. Any other effect of it stays to be
 * judged.
 */
final class Fenced {

  private record Attempt(String turn, int number) {}

  private final Map<Attempt, Integer> held = new HashMap<>();

  /** A node that runs this is stopped or cut off, at a place of the history. */
  void hold(String turn, int attempt, int place) {
    held.putIfAbsent(new Attempt(turn, attempt), place);
  }

  /** What is to be judged: without the late effects. */
  List<History.Entry> judged(List<History.Entry> all) {
    Set<History.Entry> late = late(all);
    return all.stream().filter(entry -> !late.contains(entry)).toList();
  }

  /** The late effects. */
  Set<History.Entry> late(List<History.Entry> all) {
    Map<String, Integer> sofar = new HashMap<>();
    Set<String> stopped = new HashSet<>();
    Set<Attempt> spent = new HashSet<>();
    Set<History.Entry> late = new HashSet<>();
    for (int place = 0; place < all.size(); place++) {
      History.Entry entry = all.get(place);
      if (entry.event() instanceof Shown shown && isStopped(shown)) {
        stopped.add(shown.turn());
      }
      if (!(entry.event() instanceof Effect effect)) {
        continue;
      }
      Attempt attempt = new Attempt(effect.turn(), effect.attempt());
      boolean wasHeld = held.getOrDefault(attempt, Integer.MAX_VALUE) <= place;
      boolean overtaken =
          sofar.getOrDefault(effect.turn(), 0) > effect.attempt()
              || stopped.contains(effect.turn());
      boolean known = stopped.contains(effect.turn()) || isRepeated(all, effect);
      if (wasHeld && overtaken && known && spent.add(attempt)) {
        late.add(entry);
      } else {
        sofar.merge(effect.turn(), effect.attempt(), Math::max);
      }
    }
    return late;
  }

  private static boolean isStopped(Shown shown) {
    return shown.notice().equals("command") && !shown.turn().isEmpty();
  }

  private static boolean isRepeated(List<History.Entry> all, Effect effect) {
    return all.stream()
        .map(History.Entry::event)
        .anyMatch(
            event ->
                event instanceof Effect other
                    && other.turn().equals(effect.turn())
                    && other.step().equals(effect.step())
                    && other.attempt() > effect.attempt());
  }
}
