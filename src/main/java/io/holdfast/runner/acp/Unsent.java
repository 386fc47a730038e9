package io.holdfast.runner.acp;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Hands lines from an event loop to the one thread that writes them. Putting one in never waits,
 * not even for a lock that the other thread holds for a moment.
 */
final class Unsent {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Semaphore waiting = new Semaphore(0);
  private final int limit;
  private volatile boolean ended;

  /** One that refuses what comes while {@code limit} lines wait. */
  Unsent(int limit) {
    this.limit = limit;
  }

  boolean offer(String line) {
    if (waiting.availablePermits() >= limit) {
      return false;
    }
    lines.add(line);
    waiting.release();
    return true;
  }

  /** No more is taken, not even of what waits. */
  void end() {
    ended = true;
    waiting.release();
  }

  /** Waits for the next line; empty at the end. */
  Optional<String> take() throws InterruptedException {
    waiting.acquire();
    return ended ? Optional.empty() : Optional.of(lines.remove());
  }
}
