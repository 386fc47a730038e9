package io.holdfast.store.sqlite;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.failpoint.Halted;
import io.holdfast.model.HoldfastException;
import io.holdfast.store.Doorbell;
import io.holdfast.store.sql.Operation;
import io.holdfast.store.sql.Tx;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes everything that has queued while the last commit was on its way to the
 * disk, runs it in one transaction, commits, and only then tells the callers and rings the bells.
 */
final class Writer {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int QUEUE = 65_536;
  private static final int BATCH = 4_096;

  private final Inlet inlet = new Inlet(QUEUE);
  private final SqliteDb db;
  private final DatabaseFile file;
  private final Doorbell doorbell;
  private final Timer commits;
  private final DistributionSummary batches;
  private final MeterRegistry meters;
  private final Gauge depth;
  private String trouble = "";
  private volatile boolean closing;
  private volatile boolean ended;

  Writer(SqliteDb db, DatabaseFile file, Doorbell doorbell, MeterRegistry meters) {
    this.db = db;
    this.file = file;
    this.doorbell = doorbell;
    this.commits =
        Timer.builder("holdfast.store.commit")
            .description("one transaction of the store, from its first operation to the disk")
            .register(meters);
    this.batches =
        DistributionSummary.builder("holdfast.store.batch")
            .description("operations that one transaction of the store took")
            .register(meters);
    this.meters = meters;
    this.depth =
        Gauge.builder("holdfast.store.queue", inlet, Inlet::size)
            .description("operations that wait for the store's writer")
            .register(meters);
  }

  /** Queues an operation; its Future completes on {@code context}, after the commit. */
  <T> Future<T> submit(ContextInternal context, Operation<T> operation) {
    if (closing) {
      return context.failedFuture(closed());
    }
    Task<T> task = new Task<>(context, operation);
    if (!inlet.offer(task)) {
      return context.failedFuture(
          new HoldfastException.NotReady("the store is overloaded: its queue is full"));
    }
    if (ended) {
      failRest();
    }
    return task.future();
  }

  /** Refuses what comes from now on, and lets {@link #serve} return once the rest is done. */
  void close() {
    closing = true;
    inlet.wake();
  }

  /** Works until it is closed; blocks. */
  void serve() throws InterruptedException {
    try {
      while (!closing || !inlet.isEmpty()) {
        List<Task<?>> batch = inlet.take(BATCH);
        if (!batch.isEmpty()) {
          together(batch);
        }
      }
    } finally {
      closing = true;
      ended = true;
      failRest();
      meters.remove(depth);
    }
  }

  private void together(List<Task<?>> batch) {
    Tx tx = new Tx(db);
    Timer.Sample sample = Timer.start();
    try {
      file.check();
      long before = db.changed();
      for (Task<?> task : batch) {
        task.run(tx);
      }
      boolean wrote = db.changed() > before;
      Failpoint.BATCH_BEFORE_COMMIT.reached();
      db.commit();
      file.check();
      if (wrote) {
        // On a full disk, what writes nothing commits all the same.
        report("");
      }
    } catch (Halted end) {
      undo();
      throw end;
    } catch (SQLException | RuntimeException | Error fault) {
      undo();
      apart(batch, fault);
      return;
    }
    Failpoint.BATCH_COMMITTED.reached();
    sample.stop(commits);
    batches.record(batch.size());
    Answers.give(batch);
    ring(tx);
  }

  /** A bell that fails must not end the thread: whoever missed it looks again by himself. */
  private void ring(Tx tx) {
    try {
      Failpoint.BATCH_TOLD.reached();
      tx.ring(doorbell);
    } catch (RuntimeException e) {
      LOG.warn("event=doorbell-failed fault={}", e.toString());
    }
  }

  /** A failed batch: nobody in it could have succeeded, or each gets a transaction of its own. */
  private void apart(List<Task<?>> batch, Throwable fault) {
    if (batch.size() > 1 && !hopeless(fault)) {
      batch.forEach(task -> together(List.of(task)));
      return;
    }
    if (hopeless(fault)) {
      report(Faults.word(fault));
    } else {
      LOG.warn("event=operation-failed fault={}", Faults.word(fault));
    }
    batch.forEach(task -> task.fail(Faults.answer(fault)));
    Answers.give(batch);
  }

  private static boolean hopeless(Throwable fault) {
    return fault instanceof HoldfastException.NotReady || Faults.environment(fault);
  }

  /** Logs that commits fail, or work again, once; not for every operation that is refused. */
  private void report(String now) {
    if (now.equals(trouble)) {
      return;
    }
    if (now.isEmpty()) {
      LOG.info("event=commits-work-again");
    } else {
      LOG.error("event=commits-fail fault={}", now);
    }
    trouble = now;
  }

  private void undo() {
    try {
      db.rollback();
    } catch (SQLException e) {
      LOG.warn("event=rollback-failed fault={}", Faults.word(e));
    }
  }

  private void failRest() {
    List<Task<?>> rest = inlet.rest();
    rest.forEach(task -> task.fail(closed()));
    Answers.give(rest);
  }

  private static HoldfastException.NotReady closed() {
    return new HoldfastException.NotReady("the store is closed");
  }
}
