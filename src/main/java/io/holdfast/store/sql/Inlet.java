package io.holdfast.store.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands work from event loops to threads that may block. Putting something in never waits, not even
 * for a lock that another thread holds for a moment.
 */
public final class Inlet {

  private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
  private final Semaphore waiting = new Semaphore(0);
  private final int limit;

  /** An inlet that refuses what comes while {@code limit} tasks wait. */
  public Inlet(int limit) {
    this.limit = limit;
  }

  public boolean offer(Task<?> task) {
    if (size() >= limit) {
      return false;
    }
    queue.add(task);
    waiting.release();
    return true;
  }

  /** Lets one thread return from {@link #take} with whatever there is. */
  public void wake() {
    waiting.release();
  }

  public int size() {
    return waiting.availablePermits();
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Waits, then takes up to {@code max} tasks in their order; none when it was woken for none. */
  public List<Task<?>> take(int max) throws InterruptedException {
    waiting.acquire();
    return taken(max);
  }

  private List<Task<?>> taken(int max) {
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

  /** The same, waiting no longer than {@code millis}. */
  public List<Task<?>> take(int max, long millis) throws InterruptedException {
    return waiting.tryAcquire(millis, TimeUnit.MILLISECONDS) ? taken(max) : List.of();
  }

  /** Takes everything without waiting; for when nobody serves it any more. */
  public List<Task<?>> rest() {
    List<Task<?>> rest = new ArrayList<>();
    for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
      rest.add(task);
    }
    return rest;
  }
}
