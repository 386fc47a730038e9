package io.holdfast.store.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Hands work from event loops to threads that may block. Putting something in never waits, not even
 * for a lock that another thread holds for a moment.
 */
final class Inlet {

  private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
  private final Semaphore waiting = new Semaphore(0);
  private final int limit;

  /** An inlet that refuses what comes while {@code limit} tasks wait. */
  Inlet(int limit) {
    this.limit = limit;
  }

  boolean offer(Task<?> task) {
    if (size() >= limit) {
      return false;
    }
    queue.add(task);
    waiting.release();
    return true;
  }

  /** Lets one thread return from {@link #take} with whatever there is. */
  void wake() {
    waiting.release();
  }

  int size() {
    return waiting.availablePermits();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Waits, then takes up to {@code max} tasks in their order; none when it was woken for none. */
  List<Task<?>> take(int max) throws InterruptedException {
    waiting.acquire();
    int found = 1 + waiting.drainPermits();
    if (found > max) {
      waiting.release(found - max);
      found = max;
    }
    List<Task<?>> taken = new ArrayList<>(found);
    for (int i = 0; i < found; i++) {
      Task<?> task = queue.poll();
      if (task != null) {
        taken.add(task);
      }
    }
    return taken;
  }

  /** Takes everything without waiting; for when nobody serves it any more. */
  List<Task<?>> rest() {
    List<Task<?>> rest = new ArrayList<>();
    for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
      rest.add(task);
    }
    return rest;
  }
}
