package io.holdfast.connector.discord;

import java.util.TreeSet;

/**
 * Which of a session's events there have been: all up to a number, and some ahead of it. A resume
 * names that number, so that what is missing comes again. Confined to one event loop.
 */
final class Seqs {

  /** What is still missing when so many are ahead of it will not come. */
  private static final int PATIENCE = 100;

  private final TreeSet<Integer> ahead = new TreeSet<>();
  private int reached;

  /** All up to {@code reached} have been. */
  Seqs(int reached) {
    this.reached = reached;
  }

  /** False where it has been already. */
  boolean add(int seq) {
    if (seq <= reached || !ahead.add(seq)) {
      return false;
    }
    if (ahead.size() > PATIENCE) {
      reached = ahead.first() - 1;
    }
    while (ahead.remove(reached + 1)) {
      reached++;
    }
    return true;
  }

  int reached() {
    return reached;
  }
}
