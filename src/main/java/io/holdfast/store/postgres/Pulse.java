package io.holdfast.store.postgres;

import io.holdfast.store.Doorbell;
import io.holdfast.store.sql.Operation;
import io.holdfast.store.sql.Writer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A second writer, on a connection and a thread of its own, for few and single operations. */
final class Pulse {

  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final Writer writer;
  private final Thread thread;

  /**
   * Its few commits would only blur the figures of the other one, so that it has none.
   *
   * @param name of its thread
   */
  Pulse(String name, PgDb.Writing db, Doorbell doorbell) {
    writer = new Writer(db, 1, doorbell, new CompositeMeterRegistry());
    thread = new Thread(() -> serve(db), "holdfast-store-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  <T> Future<T> submit(ContextInternal context, Operation<T> operation) {
    return writer.submit(context, operation);
  }

  private void serve(PgDb.Writing db) {
    try (db) {
      writer.serve();
    } catch (InterruptedException e) {
      LOG.warn("event=pulse-ended fault={}", e.toString());
    }
  }

  /** Blocks until what was asked before is done. */
  void close() throws InterruptedException {
    writer.close();
    thread.join();
  }
}
