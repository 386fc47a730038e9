package io.holdfast.store.sql;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.failpoint.Halted;
import io.holdfast.handover.Inlet;
import io.holdfast.model.HoldfastException;
import io.holdfast.store.Doorbell;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a process: takes everything that has queued while the last commit was on its
 * way, runs it in one transaction, commits, and only then tells the callers and rings the bells.
 */
public final class Writer {

  /** A batch of which nobody knows whether it is committed, and its bells. */
  private record Doubt(List<Task<?>> batch, Tx tx) {}

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int QUEUE = 65_536;

  /** How often a database that could not be asked is asked again. */
  private static final long DOUBT_MILLIS = 50;

  private final Inlet<Task<?>> inlet = new Inlet<>(QUEUE);
  private final Transactions db;
  private final int most;
  private final Doorbell doorbell;
  private final Timer commits;
  private final DistributionSummary batches;
  private final MeterRegistry meters;
  private final Gauge depth;
  private Optional<Doubt> doubt = Optional.empty();
  private String trouble = "";
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * A writer of {@code db}.
   *
   * @param most how many operations a transaction takes
   * @param doorbell rung after commits, on the writer's thread
   */
  public Writer(Transactions db, int most, Doorbell doorbell, MeterRegistry meters) {
    this.db = db;
    this.most = most;
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
  public <T> Future<T> submit(ContextInternal context, Operation<T> operation) {
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
  public void close() {
    closing = true;
    inlet.wake();
  }

  /** Works until it is closed; blocks. */
  public void serve() throws InterruptedException {
    try {
      while (!closing || !inlet.isEmpty()) {
        List<Task<?>> batch = doubt.isEmpty() ? inlet.take(most) : inlet.take(most, DOUBT_MILLIS);
        doubt.ifPresent(this::settle);
        if (!batch.isEmpty()) {
          together(batch);
        }
      }
    } finally {
      closing = true;
      ended = true;
      doubt.ifPresent(open -> refuse(open.batch(), closed()));
      failRest();
      meters.remove(depth);
    }
  }

  private void together(List<Task<?>> batch) {
    if (doubt.isPresent()) {
      // Another transaction would take the place of the one that the database is asked about.
      refuse(batch, new HoldfastException.NotReady("the store is not sure of its last commit"));
      return;
    }
    Tx tx = new Tx(db);
    Timer.Sample sample = Timer.start();
    try {
      db.begin();
      for (Task<?> task : batch) {
        task.run(tx);
      }
      tx.settle();
      Failpoint.BATCH_BEFORE_COMMIT.reached();
      if (db.commit()) {
        // On a full disk, what writes nothing commits all the same.
        report("");
      }
    } catch (Halted end) {
      undo();
      throw end;
    } catch (InDoubt lost) {
      report(db.diagnosis().word(lost));
      doubt = Optional.of(new Doubt(batch, tx));
      return;
    } catch (SQLException | RuntimeException | Error fault) {
      undo();
      apart(batch, fault);
      return;
    }
    sample.stop(commits);
    batches.record(batch.size());
    tell(batch, tx);
  }

  private void tell(List<Task<?>> batch, Tx tx) {
    Failpoint.BATCH_COMMITTED.reached();
    Answers.give(batch);
    ring(tx);
  }

  /** Tells those who wait what the database says of their commit, once it can be asked. */
  private void settle(Doubt open) {
    Optional<Boolean> committed = db.committed();
    if (committed.isEmpty()) {
      return;
    }
    doubt = Optional.empty();
    LOG.info(
        "event=doubt-settled committed={} operations={}", committed.get(), open.batch().size());
    if (committed.get()) {
      tell(open.batch(), open.tx());
    } else {
      refuse(open.batch(), new HoldfastException.NotReady("the store lost its connection"));
    }
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
    Diagnosis diagnosis = db.diagnosis();
    if (batch.size() > 1 && !diagnosis.hopeless(fault)) {
      batch.forEach(task -> together(List.of(task)));
      return;
    }
    if (diagnosis.hopeless(fault)) {
      report(diagnosis.word(fault));
    } else {
      LOG.warn("event=operation-failed fault={}", diagnosis.word(fault));
    }
    refuse(batch, diagnosis.answer(fault));
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
      LOG.warn("event=rollback-failed fault={}", db.diagnosis().word(e));
    }
  }

  private void failRest() {
    refuse(inlet.rest(), closed());
  }

  private static void refuse(List<Task<?>> tasks, Throwable answer) {
    tasks.forEach(task -> task.fail(answer));
    Answers.give(tasks);
  }

  private static HoldfastException.NotReady closed() {
    return new HoldfastException.NotReady("the store is closed");
  }
}
