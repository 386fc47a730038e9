package io.holdfast.store.postgres;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.migration.Destination;
import io.holdfast.store.sql.SqlStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The store on PostgreSQL, which several processes may have open. */
public final class PostgresStore {

  private static final int READERS = 2;

  /**
   * How to get to a database.
   *
   * @param uri {@code postgresql://user[:password]@host[:port]/database[?sslmode=…]}; of what else
   *     it may say only {@code application_name}, {@code search_path} and {@code options} count
   * @param password goes before that of the address
   * @param ca a PEM file with the certificates to trust where {@code sslmode} has them verified;
   *     empty for those that Java trusts
   * @param readers how many connections there are for what only looks, from 1
   */
  public record Access(String uri, Optional<String> password, Optional<Path> ca, int readers) {

    /** What the address says, and two readers. */
    public static Access of(String uri) {
      return new Access(uri, Optional.empty(), Optional.empty(), READERS);
    }
  }

  private PostgresStore() {}

  /**
   * Opens a database, bringing its tables up to date. Never blocks the caller. A connection that is
   * lost later is made anew by itself; until then every operation fails with {@link
   * io.holdfast.model.HoldfastException.NotReady}.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.StoreAway} when the database is not
   * within reach, with {@link io.holdfast.model.HoldfastException.NotReady} when it does not let us
   * in, with {@link io.holdfast.model.HoldfastException.StoreUnfit} when the server is older than
   * 15, a newer program has written the database or a migration to it was not finished, and with
   * {@link IllegalArgumentException} when the address is none of PostgreSQL's.
   *
   * @param lease how long a sign of life counts; whoever gives none for so long is taken for dead
   * @param doorbell rung after commits of this process on a thread of the store, and after those of
   *     others a little later
   * @param meters gets {@code holdfast.store.commit} (timer), {@code holdfast.store.batch}
   *     (operations a transaction) and {@code holdfast.store.queue} (operations that wait)
   */
  public static Future<Store> open(
      Vertx vertx, Access access, Duration lease, Doorbell doorbell, MeterRegistry meters) {
    // Certificates are read from files.
    return vertx
        .executeBlocking(() -> Session.options(access), false)
        .map(Objects::requireNonNull)
        .compose(
            options ->
                Engine.open(vertx, options, access.readers(), lease.toMillis(), doorbell, meters))
        .map(SqlStore::new);
  }

  /**
   * Connects to a database, to move another one into it. Blocks, on a thread that is none of
   * Vert.x's.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.NotReady} when the database is not
   * within reach, and with {@link IllegalArgumentException} when the address is none of
   * PostgreSQL's.
   */
  public static Destination destination(Vertx vertx, Access access) {
    return PostgresDestination.open(vertx, Session.options(access));
  }
}
