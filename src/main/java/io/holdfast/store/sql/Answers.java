package io.holdfast.store.sql;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives the callers of a batch their results: one hop to each event loop, however many results it
 * gets.
 */
public final class Answers {

  private Answers() {}

  /** Tells the callers of these tasks what came of them. */
  public static void give(List<Task<?>> tasks) {
    if (tasks.size() == 1) {
      hand(tasks.get(0).loop(), List.copyOf(tasks));
      return;
    }
    IdentityHashMap<EventLoop, List<Task<?>>> byLoop = new IdentityHashMap<>();
    for (Task<?> task : tasks) {
      byLoop.computeIfAbsent(task.loop(), loop -> new ArrayList<>()).add(task);
    }
    byLoop.forEach(Answers::hand);
  }

  private static void hand(EventLoop loop, List<Task<?>> tasks) {
    try {
      loop.execute(() -> tasks.forEach(Task::complete));
    } catch (RejectedExecutionException loopHasEnded) {
      tasks.forEach(Task::complete);
    }
  }
}
