package io.holdfast.store.migration;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.migration.Watch.Stage;
import io.holdfast.store.postgres.PostgresBackend;
import io.holdfast.store.postgres.PostgresStore;
import io.holdfast.store.postgres.PostgresStore.Access;
import io.holdfast.store.sqlite.SqliteBackend;
import io.holdfast.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A database of SQLite, and a PostgreSQL that it is moved to. */
abstract class MigrationCase {

  /** More than two pieces of a table. */
  static final int MANY = 2_300;

  static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 10_000);
  static final Watch NOBODY = (stage, table, rows, all) -> {};

  @TempDir Path directory;
  final SqliteBackend from = new SqliteBackend();
  final PostgresBackend to = new PostgresBackend();

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  Moved move(Watch watch) {
    return move(false, watch);
  }

  Moved move(boolean over, Watch watch) {
    try (Origin origin = SqliteStore.origin(from.database());
        Destination destination =
            PostgresStore.destination(to.vertx(), Access.of(to.uri("moving")))) {
      return Migration.run(origin, destination, over, watch);
    }
  }

  static Inbound message(String chat, String id, String text) {
    return new Inbound(
        new Address("web", chat, ""), id, new Sender("ann of " + chat, ""), text, List.of(), 0);
  }

  static Future<?> accept(Store store, int number) {
    return store.accept(
        message("chat-" + number % 7, "m" + number, "text " + number), ROUTE, "held", 1_000);
  }

  void answer(Store store, String id, String text) {
    done(store.command(message(id, id, "/x"), facts -> List.of(new Change.Answer(text)), 1_000));
  }

  /** A database that nobody has open, with this many messages. */
  void fill(int messages) {
    Store store = from.open(new Rings());
    List<Future<?>> accepted = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      accepted.add(accept(store, i));
    }
    done(Future.all(accepted));
    done(store.close());
  }

  /** Changes a database that nobody has open. */
  void change(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from.database())) {
      connection.createStatement().execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Store openMoved() {
    return to.open(new Rings());
  }

  Throwable refusal(Watch watch) {
    return catchThrowable(() -> move(watch));
  }

  /** Another piece is never begun. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Watch cutting(List<String> copied) {
    return (stage, table, rows, all) -> {
      if (stage == Stage.COPYING) {
        copied.add(table + " " + rows);
        throw new Cut();
      }
    };
  }
}
