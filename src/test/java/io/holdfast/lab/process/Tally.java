package io.holdfast.lab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted and measured. */
public final class Tally {

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Long> resumeMillis = new ArrayList<>();

  /** Counts it once more. */
  public void add(String what) {
    add(what, 1);
  }

  /** Counts it so many times more. */
  public void add(String what, long times) {
    counts.merge(what, times, Long::sum);
  }

  /** All that another one has. */
  public void add(Tally other) {
    other.counts.forEach(this::add);
    resumeMillis.addAll(other.resumeMillis);
  }

  /** How often; 0 where it was never counted. */
  public long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** How long it took until a turn that was cut went on. */
  public void resumed(long millis) {
    resumeMillis.add(millis);
  }

  /** All that was counted. */
  public Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** All that was measured. */
  public List<Long> resumeMillis() {
    return List.copyOf(resumeMillis);
  }
}
