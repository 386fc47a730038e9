package io.holdfast.lab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted and measured. */
final class Tally {

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Long> resumeMillis = new ArrayList<>();

  void add(String what) {
    add(what, 1);
  }

  void add(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  /** All that another one has. */
  void add(Tally other) {
    other.counts.forEach(this::add);
    resumeMillis.addAll(other.resumeMillis);
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  void resumed(long millis) {
    resumeMillis.add(millis);
  }

  Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  List<Long> resumeMillis() {
    return List.copyOf(resumeMillis);
  }
}
