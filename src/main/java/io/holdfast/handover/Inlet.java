package io.holdfast.handover;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands things from event loops to threads that may block. Putting one in never waits, not even for
 * a lock that another thread holds for a moment.
 */
public final class Inlet<T> {

  private final Queue<T> queue = new ConcurrentLinkedQueue<>();
  private final Semaphore waiting = new Semaphore(0);
  private final int limit;

  /** An inlet that refuses what comes while {@code limit} things wait. */
  public Inlet(int limit) {
    this.limit = limit;
  }

  public boolean offer(T thing) {
    if (size() >= limit) {
      return false;
    }
    queue.add(thing);
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

  /** Waits, then takes up to {@code max} things in their order; none when it was woken for none. */
  public List<T> take(int max) throws InterruptedException {
    waiting.acquire();
    return taken(max);
  }

  private List<T> taken(int max) {
    int found = 1 + waiting.drainPermits();
    if (found > max) {
      waiting.release(found - max);
      found = max;
    }
    List<T> taken = new ArrayList<>(found);
    for (int i = 0; i < found; i++) {
      T thing = queue.poll();
      if (thing != null) {
        taken.add(thing);
      }
    }
    return taken;
  }

  /** The same, waiting no longer than {@code millis}. */
  public List<T> take(int max, long millis) throws InterruptedException {
    return waiting.tryAcquire(millis, TimeUnit.MILLISECONDS) ? taken(max) : List.of();
  }

  /** Takes everything without waiting; for when nobody serves it any more. */
  public List<T> rest() {
    List<T> rest = new ArrayList<>();
    for (T thing = queue.poll(); thing != null; thing = queue.poll()) {
      rest.add(thing);
    }
    return rest;
  }
}
