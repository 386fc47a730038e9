package io.holdfast.lab.history;

import java.util.ArrayList;
import java.util.List;

/** The events of one run in the order in which they were seen. Safe from any thread. */
public final class History {

  /**
   * An event with its time.
   *
   * @param at nanoseconds since the run began
   */
  public record Entry(long at, Event event) {}

  private final long began = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>();

  /** Adds what is seen now. */
  public synchronized void add(Event event) {
    entries.add(new Entry(System.nanoTime() - began, event));
  }

  /** What was seen so far. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
