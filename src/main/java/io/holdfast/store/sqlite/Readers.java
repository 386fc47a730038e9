package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.sql.Question;
import io.holdfast.store.sql.Tx;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads and as many connections, for what only looks. Each question sees one state of the
 * database, with everything in it that was committed before the question was asked.
 */
final class Readers {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int THREADS = 2;
  private static final int QUEUE = 65_536;

  private final Inlet inlet = new Inlet(QUEUE);
  private final List<Thread> threads = new ArrayList<>();
  private final DatabaseFile file;
  private volatile boolean closing;
  private volatile boolean ended;

  private Readers(DatabaseFile file) {
    this.file = file;
  }

  static Readers open(Path path, DatabaseFile file) throws SQLException {
    Readers readers = new Readers(file);
    for (int i = 1; i <= THREADS; i++) {
      SqliteDb db = SqliteDb.reader(path);
      Thread thread = new Thread(() -> readers.serve(db), "holdfast-store-reader-" + i);
      thread.setDaemon(true);
      thread.start();
      readers.threads.add(thread);
    }
    return readers;
  }

  <T> Future<T> ask(ContextInternal context, Question<T> question) {
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
  void close() throws InterruptedException {
    closing = true;
    inlet.wake();
    for (Thread thread : threads) {
      thread.join();
    }
    ended = true;
    failRest();
  }

  private void serve(SqliteDb db) {
    try (db) {
      while (!closing || !inlet.isEmpty()) {
        inlet.take(1).forEach(task -> answer(db, task));
      }
    } catch (SQLException | InterruptedException e) {
      LOG.warn("event=reader-failed fault={}", Faults.word(e));
    }
    // One wake-up ends them all: each passes it on.
    inlet.wake();
  }

  private void answer(SqliteDb db, Task<?> task) {
    try {
      file.check();
      task.run(new Tx(db));
      db.commit();
    } catch (SQLException | RuntimeException fault) {
      task.fail(Faults.answer(fault));
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

  private static void undo(SqliteDb db, Task<?> task) {
    try {
      db.rollback();
    } catch (SQLException e) {
      task.fail(Faults.notReady(e));
    }
  }
}
