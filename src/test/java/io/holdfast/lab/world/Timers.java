package io.holdfast.lab.world;

import io.holdfast.ops.Gauges;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.StreamSupport;

/**
 * What the event loops of a Vertx have yet to do at a time of its own: every timer that has neither
 * fired nor been cancelled, and every bound of a Future.
 *
 * @param once those that fire once, but for the one of the gauges
 * @param periodic those that fire until they are cancelled
 */
record Timers(int once, int periodic) {

  private static final String EXECUTOR = "io.netty.util.concurrent.AbstractScheduledEventExecutor";
  private static final String TASK = "io.netty.util.concurrent.ScheduledFutureTask";

  private static final String TIMER = "io.vertx.core.impl.VertxImpl$InternalTimerHandler";

  /** Counts them, each loop's on its own thread; none where a loop has ended. */
  static Future<Timers> of(VertxInternal vertx) {
    List<Future<Timers>> counts = new ArrayList<>();
    each(vertx.eventLoopGroup(), counts);
    each(vertx.acceptorEventLoopGroup(), counts);
    return Future.join(counts)
        .map(
            all ->
                counts.stream()
                    .map(Future::result)
                    .reduce(
                        new Timers(0, 0),
                        (a, b) -> new Timers(a.once + b.once, a.periodic + b.periodic)));
  }

  private static void each(EventLoopGroup group, List<Future<Timers>> counts) {
    StreamSupport.stream(group.spliterator(), false).forEach(loop -> counts.add(of(loop)));
  }

  private static Future<Timers> of(EventExecutor loop) {
    Promise<Timers> counted = Promise.promise();
    try {
      loop.execute(() -> counted.complete(count(loop)));
    } catch (RejectedExecutionException ended) {
      counted.complete(new Timers(0, 0));
    }
    return counted.future();
  }

  private static Timers count(EventExecutor loop) {
    Object queue = get(EXECUTOR, "scheduledTaskQueue", loop);
    if (!(queue instanceof Collection<?> tasks)) {
      return new Timers(0, 0);
    }
    int periodic =
        (int) tasks.stream().filter(task -> (long) get(TASK, "periodNanos", task) != 0).count();
    int settling = (int) tasks.stream().filter(Timers::settles).count();
    return new Timers(tasks.size() - periodic - settling, periodic);
  }

  /** The gauges begin to settle once in a life, whatever it does. */
  private static boolean settles(Object task) {
    Object work = get("io.netty.util.concurrent.PromiseTask", "task", task);
    return work.getClass().getName().equals(TIMER)
        && (long) get(TASK, "periodNanos", task) == 0
        && get(TIMER, "handler", work).getClass().getName().startsWith(Gauges.class.getName());
  }

  private static Object get(String type, String name, Object of) {
    try {
      Field field = Class.forName(type).getDeclaredField(name);
      field.setAccessible(true);
      Object value = field.get(of);
      return value == null ? "none" : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the event loops are built otherwise", e);
    }
  }
}
