package io.holdfast.store.sqlite;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.Verification;
import io.holdfast.store.migration.Origin;
import io.holdfast.store.sql.SqlStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** The embedded store. One process owns a database file at a time. */
public final class SqliteStore {

  private SqliteStore() {}

  /**
   * Opens the database in {@code file}, making it and its directory where they are missing and
   * bringing its tables up to date. Never blocks the caller.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.StoreOwned} when another living
   * process has it open (or this one), with {@link io.holdfast.model.HoldfastException.NotReady}
   * when the file cannot be opened or written, and with {@link
   * io.holdfast.model.HoldfastException.StoreUnfit} when a newer program has written it.
   *
   * @param doorbell rung after commits, on a thread of the store
   * @param meters gets {@code holdfast.store.commit} (timer), {@code holdfast.store.batch}
   *     (operations a transaction) and {@code holdfast.store.queue} (operations that wait)
   */
  public static Future<Store> open(
      Vertx vertx, Path file, Doorbell doorbell, MeterRegistry meters) {
    return Engine.open(vertx, file, doorbell, meters).map(SqlStore::new);
  }

  /**
   * Looks at all of a database, from outside; a running gateway is not disturbed. Fails with {@link
   * io.holdfast.model.HoldfastException.NotFound} when there is none.
   */
  public static Future<Verification> verify(Vertx vertx, Path database) {
    return Errand.send(vertx, "verify", () -> Inspection.verify(database));
  }

  /**
   * Puts a backup in the place of {@code database}, which is kept beside it as {@code
   * <name>.before-restore-<time>}. Whenever it is cut off, either the old or the new one is there.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.StoreOwned} while a gateway has the
   * database open, and with {@link IllegalArgumentException} when the backup is damaged, is none of
   * ours, or was written by a newer program.
   */
  public static Future<Void> restore(Vertx vertx, Path backup, Path database) {
    return Errand.send(
            vertx,
            "restore",
            () -> {
              Restore.run(backup, database, stage -> {});
              return true;
            })
        .mapEmpty();
  }

  /**
   * Owns a database without changing it, to move it elsewhere. Blocks.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.NotFound} when there is none, with
   * {@link io.holdfast.model.HoldfastException.StoreOwned} while a gateway has it open, and with
   * {@link io.holdfast.model.HoldfastException.StoreUnfit} when it is damaged, is none of ours, or
   * has tables of another version.
   */
  public static Origin origin(Path database) {
    return SqliteOrigin.open(database);
  }
}
