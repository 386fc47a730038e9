package io.holdfast.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again what the writers of all nodes wait for. */
final class Waits implements AutoCloseable {

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

  private static final String WAITING =
      """
      SELECT CAST(count(*) FILTER (WHERE wait_event = 'advisory') AS float)
             / greatest(1, count(*) FILTER (WHERE query LIKE '%pg_current_xact_id%'
                                               OR state = 'idle in transaction'
                                               OR wait_event = 'advisory'))
      FROM pg_stat_activity
      WHERE application_name = 'holdfast' AND xact_start IS NOT NULL
      """;

  private final Thread thread;
  private volatile boolean closed;
  private volatile double sum;
  private volatile int looks = 1;

  Waits(Database database) {
    thread = new Thread(() -> look(database), "bench-waits");
    thread.setDaemon(true);
    thread.start();
  }

  private void look(Database database) {
    while (!closed) {
      sum += database.number(WAITING);
      looks++;
      LockSupport.parkNanos(LOOK);
    }
  }

  /** The share of the writers' transactions that only waited for those of other nodes. */
  double share() {
    return sum / looks;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
