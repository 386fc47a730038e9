package io.holdfast.lab.process;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long it takes from a kill until a client sees the first of the turns that it cut go
 * on. A kill that meets none, or that is followed by another before any goes on, measures nothing.
 */
public final class Resumption {

  private final Tally tally;
  private final Map<String, Integer> cut = new HashMap<>();
  private long since;

  /** Whose measurements go there. */
  public Resumption(Tally tally) {
    this.tally = tally;
  }

  /** The process was killed while these turns ran, each with its attempt. */
  public void cut(Map<String, Integer> running) {
    cut.clear();
    cut.putAll(running);
    since = System.nanoTime();
  }

  /** A turn runs. */
  public void runs(String turn, int attempt) {
    if (attempt > cut.getOrDefault(turn, Integer.MAX_VALUE)) {
      tally.resumed(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
      cut.clear();
    }
  }
}
