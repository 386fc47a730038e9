package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.sql.SQLException;

/** One piece of work that blocks, on a thread of its own. */
@FunctionalInterface
interface Errand<T> {

  T run() throws IOException, SQLException;

  /** Runs it; the result arrives on the caller's context. */
  static <T> Future<T> send(Vertx vertx, String name, Errand<T> errand) {
    PromiseInternal<T> result = ((VertxInternal) vertx).getOrCreateContext().promise();
    Thread thread = new Thread(() -> run(errand, result), "holdfast-store-" + name);
    thread.setDaemon(true);
    thread.start();
    return result.future();
  }

  private static <T> void run(Errand<T> errand, PromiseInternal<T> result) {
    try {
      result.complete(errand.run());
    } catch (SQLException e) {
      result.fail(
          new HoldfastException.NotReady("the database engine says " + Faults.SQLITE.word(e)));
    } catch (IOException | RuntimeException | LinkageError e) {
      result.fail(e);
    }
  }
}
