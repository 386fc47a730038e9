package io.holdfast.store.sql;

import io.holdfast.handover.Inlet;
import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads and as many connections, for what only looks. Each question sees one state of the
 * database, with everything in it that was committed before the question was asked.
 */
public final class Readers {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int QUEUE = 65_536;

  private final Inlet<Task<?>> inlet = new Inlet<>(QUEUE);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;
  private volatile boolean ended;

  /** Readers, one on each of these connections, which they close. */
  public Readers(List<? extends Transactions> connections) {
    for (Transactions db : connections) {
      Thread thread = new Thread(() -> serve(db), "holdfast-store-reader-" + (threads.size() + 1));
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** Queues a question; its answer arrives on {@code context}. */
  public <T> Future<T> ask(ContextInternal context, Question<T> question) {
    Task<T> task = new Task<>(context, tx -> question.ask(tx.db()));
    if (closing || !inlet.offer(task)) {
      return context.failedFuture(refusal());
    }
    if (ended) {
      failRest();
    }
    return task.future();
  }

  /** Answers what was asked before, then gives the connections back; blocks. */
  public void close() throws InterruptedException {
    closing = true;
    inlet.wake();
    for (Thread thread : threads) {
      thread.join();
    }
    ended = true;
    failRest();
  }

  private void serve(Transactions db) {
    try (db) {
      while (!closing || !inlet.isEmpty()) {
        inlet.take(1).forEach(task -> answer(db, task));
      }
    } catch (SQLException | InterruptedException e) {
      LOG.warn("event=reader-failed fault={}", db.diagnosis().word(e));
    }
    // One wake-up ends them all: each passes it on.
    inlet.wake();
  }

  private static void answer(Transactions db, Task<?> task) {
    try {
      db.begin();
      task.run(new Tx(db));
      db.commit();
    } catch (SQLException | RuntimeException | Error fault) {
      // Of an Error, too, somebody waits for the answer; and others will ask.
      task.fail(db.diagnosis().answer(fault));
      undo(db, task);
    }
    Answers.give(List.of(task));
  }

  private void failRest() {
    List<Task<?>> rest = inlet.rest();
    rest.forEach(task -> task.fail(refusal()));
    Answers.give(rest);
  }

  private HoldfastException.NotReady refusal() {
    return new HoldfastException.NotReady(
        closing ? "the store is closed" : "the store is overloaded: too many questions");
  }

  private static void undo(Transactions db, Task<?> task) {
    try {
      db.rollback();
    } catch (SQLException e) {
      task.fail(db.diagnosis().notReady(e));
    }
  }
}
