package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few threads and as many connections, for what only looks. Each question sees one state of the
 * database, with everything in it that was committed before the question was asked.
 */
final class Readers {

  /** A question to the database. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Db db) throws SQLException;
  }

  private static final int THREADS = 2;
  private static final int QUEUE = 65_536;

  private final BlockingQueue<Db> idle = new ArrayBlockingQueue<>(THREADS);
  private final ThreadPoolExecutor threads;
  private final DatabaseFile file;

  private Readers(DatabaseFile file) {
    this.file = file;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            work -> {
              Thread thread = new Thread(work, "holdfast-store-reader-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  static Readers open(Path path, DatabaseFile file) throws SQLException {
    Readers readers = new Readers(file);
    for (int i = 0; i < THREADS; i++) {
      readers.idle.add(Db.reader(path));
    }
    return readers;
  }

  <T> Future<T> ask(ContextInternal context, Question<T> question) {
    Task<T> task = new Task<>(context, tx -> question.ask(tx.db()));
    try {
      threads.execute(() -> answer(task));
      return task.future();
    } catch (RejectedExecutionException fullOrClosed) {
      return context.failedFuture(
          new HoldfastException.NotReady("the store is closed or overloaded"));
    }
  }

  /** Answers what was asked before, then gives the connections back; blocks. */
  void close() throws InterruptedException, SQLException {
    threads.shutdown();
    boolean ended = false;
    while (!ended) {
      ended = threads.awaitTermination(1, TimeUnit.MINUTES);
    }
    for (Db db : idle) {
      db.close();
    }
  }

  private void answer(Task<?> task) {
    Db db = idle.remove();
    try {
      file.check();
      task.run(new Tx(db));
      db.commit();
    } catch (SQLException | RuntimeException fault) {
      task.fail(Faults.answer(fault));
      undo(db, task);
    } finally {
      idle.add(db);
    }
    Answers.give(List.of(task));
  }

  private static void undo(Db db, Task<?> task) {
    try {
      db.rollback();
    } catch (SQLException e) {
      task.fail(Faults.notReady(e));
    }
  }
}
