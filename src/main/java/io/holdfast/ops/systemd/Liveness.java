package io.holdfast.ops.systemd;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this process is alive as long as it is. Each round asks every event loop for one task
 * and the store for one commit; the last answer of a round says it, by itself, and only before the
 * next round has begun. Nobody else can: a timer that goes on while the loops hang has nothing to
 * say it with.
 *
 * <p>A store that answers that it cannot commit now, as on a full disk, counts as one that has: a
 * new process could not either, and would have ended what the agents of this one were doing. And
 * where its files were taken away, what is left of them ends with this process.
 */
final class Liveness {

  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

  private final Iterable<? extends Executor> loops;
  private final Supplier<Future<Void>> commit;
  private final Runnable alive;
  private volatile Round current = new Round(0);

  /**
   * @param loops every event loop
   * @param commit commits something to the store
   * @param alive called after each round that was complete in time
   */
  Liveness(Iterable<? extends Executor> loops, Supplier<Future<Void>> commit, Runnable alive) {
    this.loops = loops;
    this.commit = commit;
    this.alive = alive;
  }

  /** Begins the next round. */
  void round() {
    current.report();
    int count = 0;
    for (Executor loop : loops) {
      count += loop == null ? 0 : 1;
    }
    Round round = new Round(count);
    current = round;
    int number = 0;
    for (Executor loop : loops) {
      String name = "event-loop-" + number++;
      submit(loop, () -> round.passed(name));
    }
    commit
        .get()
        .onComplete(
            done -> {
              if (done.succeeded() || done.cause() instanceof HoldfastException.NotReady) {
                round.passed(Round.STORE);
              }
            });
  }

  private static void submit(Executor loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("event-loop=closed");
    }
  }

  private final class Round {

    static final String STORE = "store";

    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left;

    Round(int loops) {
      for (int number = 0; number < loops; number++) {
        missing.add("event-loop-" + number);
      }
      if (loops > 0) {
        missing.add(STORE);
      }
      left = new AtomicInteger(missing.size());
    }

    void passed(String name) {
      if (missing.remove(name) && left.decrementAndGet() == 0 && current == this) {
        alive.run();
      }
    }

    void report() {
      if (left.get() > 0) {
        LOG.warn("watchdog=withheld missing={}", new TreeSet<>(missing));
      }
    }
  }
}
