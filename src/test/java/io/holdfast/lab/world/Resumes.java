package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long the turns that crashes cut had to wait until they went on. */
final class Resumes {

  private static final Set<String> RUNS = Set.of("running", "resumed");

  private Resumes() {}

  /** For each turn that ran when its life was halted: milliseconds until it was seen again. */
  static List<Long> millis(List<Entry> run) {
    List<Long> millis = new ArrayList<>();
    Set<String> running = new HashSet<>();
    Map<String, Long> cut = new HashMap<>();
    for (Entry entry : run) {
      if (entry.event() instanceof Event.Turned turned) {
        boolean runs = RUNS.contains(turned.state());
        if (runs) {
          running.add(turned.turn());
          Long since = cut.remove(turned.turn());
          if (since != null) {
            millis.add((entry.at() - since) / 1_000_000);
          }
        } else {
          running.remove(turned.turn());
          cut.remove(turned.turn());
        }
      } else if (entry.event() instanceof Event.Struck struck && struck.action().equals("halt")) {
        running.forEach(turn -> cut.putIfAbsent(turn, entry.at()));
        running.clear();
      }
    }
    return millis;
  }
}
