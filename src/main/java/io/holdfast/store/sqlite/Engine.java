package io.holdfast.store.sqlite;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.failpoint.Halted;
import io.holdfast.model.HoldfastException;
import io.holdfast.store.Doorbell;
import io.holdfast.store.sql.Backend;
import io.holdfast.store.sql.Operation;
import io.holdfast.store.sql.Question;
import io.holdfast.store.sql.Readers;
import io.holdfast.store.sql.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an open database: its lock, its connections and its threads. Everything of it that
 * blocks happens on the writer's thread, opening and closing included.
 */
final class Engine implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private static final int BATCH = 4_096;
  private static final int READERS = 2;

  private final VertxInternal vertx;
  private final Writer writer;
  private final Readers readers;
  private final Backups backups;
  private final Promise<Void> closed;

  private Engine(
      VertxInternal vertx, Writer writer, Readers readers, Backups backups, Promise<Void> closed) {
    this.vertx = vertx;
    this.writer = writer;
    this.readers = readers;
    this.backups = backups;
    this.closed = closed;
  }

  static Future<Engine> open(Vertx vertx, Path file, Doorbell doorbell, MeterRegistry meters) {
    VertxInternal internal = (VertxInternal) vertx;
    Promise<Engine> opened = internal.getOrCreateContext().promise();
    Thread thread =
        new Thread(() -> live(internal, file, doorbell, meters, opened), "holdfast-store-writer");
    thread.setDaemon(true);
    thread.start();
    return opened.future();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public <T> Future<T> write(Operation<T> operation) {
    return writer.submit(context(), operation);
  }

  /** One disk, one log: there is no way beside the others. */
  @Override
  public <T> Future<T> pulse(Operation<T> operation) {
    return write(operation);
  }

  @Override
  public <T> Future<T> read(Question<T> question) {
    return readers.ask(context(), question);
  }

  @Override
  public Future<Integer> forget(long before, long now) {
    return write(new Forget(before, now));
  }

  @Override
  public Future<Void> backup(Path target) {
    return backups.write(target);
  }

  @Override
  public Future<Void> close() {
    writer.close();
    PromiseInternal<Void> done = context().promise();
    closed.future().onComplete(done);
    return done.future();
  }

  private ContextInternal context() {
    ContextInternal current = ContextInternal.current();
    return current == null ? vertx.getOrCreateContext() : current;
  }

  private static void live(
      VertxInternal vertx,
      Path given,
      Doorbell doorbell,
      MeterRegistry meters,
      Promise<Engine> opened) {
    Promise<Void> closed = Promise.promise();
    try (OwnerLock lock = OwnerLock.take(given);
        SqliteDb db = writer(lock)) {
      Path path = lock.database();
      Schema.migrate(db);
      // The engine syncs the names of what it makes, and does not look whether that succeeded.
      Disk.syncNames(path);
      DatabaseFile file = DatabaseFile.opened(lock);
      db.guard(file);
      Readers readers = new Readers(readers(path, file));
      Backups backups = new Backups(vertx, path, file);
      Writer writer = new Writer(db, BATCH, doorbell, meters);
      LOG.info("event=store-open file={} lock={}", path, lock);
      opened.complete(new Engine(vertx, writer, readers, backups, closed));
      try {
        writer.serve();
      } finally {
        backups.close();
        readers.close();
      }
    } catch (Halted end) {
      opened.tryFail(end);
    } catch (Exception | LinkageError fault) {
      LOG.error("event=store-failed file={} fault={}", given, Faults.SQLITE.word(fault));
      opened.tryFail(why(given, fault));
      closed.tryFail(fault);
    }
    LOG.info("event=store-closed file={}", given);
    closed.tryComplete();
  }

  private static SqliteDb writer(OwnerLock lock) throws IOException, SQLException {
    Failpoint.BOOT_LOCKED.reached();
    NativeLibrary.keepBeside(lock);
    // Before anything of the file is changed, which opening it to write does.
    Inspection.admit(lock.database());
    Renewal.of(lock.database());
    return SqliteDb.writer(lock.database());
  }

  private static List<SqliteDb> readers(Path path, DatabaseFile file) throws SQLException {
    List<SqliteDb> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      SqliteDb reader = SqliteDb.reader(path);
      reader.guard(file);
      readers.add(reader);
    }
    return readers;
  }

  /** What the opener is told: our own words where we have them, the file and the fault else. */
  private static Throwable why(Path path, Throwable fault) {
    return fault instanceof IOException || fault instanceof SQLException
        ? new HoldfastException.NotReady(
            "cannot open the database " + path + ": " + Faults.SQLITE.word(fault))
        : fault;
  }
}
