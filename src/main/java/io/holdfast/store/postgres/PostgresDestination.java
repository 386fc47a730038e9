package io.holdfast.store.postgres;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.migration.Destination;
import io.holdfast.store.migration.Position;
import io.holdfast.store.migration.Row;
import io.holdfast.store.migration.Rows;
import io.holdfast.store.migration.Table;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A database that is written to by nobody else, since no gateway opens it. */
final class PostgresDestination implements Destination {

  private static final String THERE =
      "SELECT to_regclass(format('%I.%I', current_schema(), CAST($1 AS text))) IS NOT NULL";

  private static final String ALIVE =
      "SELECT 1 FROM node WHERE left_at IS NULL AND lease_until > $1";

  /** Nothing happens where no sequence gives out the key. */
  private static final String SETTLE =
      "SELECT setval(CAST(pg_get_serial_sequence($1, $2) AS regclass), $3)";

  private final Link link;
  private final PgDb.Writing db;
  private final String name;
  private @Nullable Receipt receipt;

  private PostgresDestination(Link link, String name) {
    this.link = link;
    this.db = PgDb.Writing.inTurn(link, 0);
    this.name = name;
  }

  static PostgresDestination open(Vertx vertx, PgConnectOptions options) {
    String name = options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    PostgresDestination opened = new PostgresDestination(new Link(vertx, options), name);
    try {
      opened.db.begin();
      opened.db.commit();
      return opened;
    } catch (SQLException fault) {
      opened.close();
      throw Refusal.of(name, options, fault);
    }
  }

  @Override
  public Optional<Position> begin(List<Table> tables, String source, boolean over) {
    return transact(
        () -> {
          boolean begun = Receipt.exists(link);
          if (!begun) {
            refuseFilled(tables);
          } else if (over) {
            Receipt.drop(link);
            String names = tables.stream().map(Table::name).collect(Collectors.joining(", "));
            link.say("TRUNCATE " + names);
          }
          Schema.bring(link, db);
          Receipt valid = begun && !over ? Receipt.find(link, source) : Receipt.make(link, source);
          receipt = valid;
          return valid.position();
        });
  }

  private void refuseFilled(List<Table> tables) throws SQLException {
    if (there("node") && db.exists(ALIVE, db.clock())) {
      throw new HoldfastException.Conflict("a gateway runs on the database " + name);
    }
    for (Table table : tables) {
      if (there(table.name()) && db.exists("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
        throw new HoldfastException.Conflict(
            "the database "
                + name
                + " is not empty: there are rows in its table "
                + table.name()
                + "; give it a database, or a schema, of its own");
      }
    }
  }

  private boolean there(String table) throws SQLException {
    return link.ask(THERE, table).rows().get(0).getBoolean(1);
  }

  @Override
  public void put(Table table, List<Row> rows, Position reached) {
    transact(
        () -> {
          JsonArray values = new JsonArray();
          rows.forEach(row -> values.add(row.values()));
          link.ask(insert(table), values.encode());
          Objects.requireNonNull(receipt).move(reached);
          return true;
        });
  }

  /** Has the server make of each text what its column is. */
  private static String insert(Table table) {
    return "INSERT INTO "
        + table.name()
        + " ("
        + table.columnList()
        + ") SELECT "
        + table.columnList()
        + " FROM json_populate_recordset(CAST(NULL AS "
        + table.name()
        + "), CAST(CAST($1 AS text) AS json))";
  }

  @Override
  public void settle(Table table, long last) {
    transact(
        () -> {
          if (last > 0) {
            link.ask(SETTLE, table.name(), table.key().get(0).name(), last);
          }
          // Else the first gateway would plan its work as if nothing were there.
          link.say("ANALYZE " + table.name());
          return true;
        });
  }

  @Override
  public List<Row> rows(Table table, Optional<JsonArray> after, int limit) {
    return transact(() -> Rows.next(db, table, after, limit));
  }

  @Override
  public void finish() {
    transact(
        () -> {
          Receipt.drop(link);
          return true;
        });
  }

  /** What fails, fails for good: the server undoes what was begun when the connection ends. */
  private <T> T transact(Transaction<T> transaction) {
    try {
      db.begin();
      T result = transaction.run();
      db.commit();
      return result;
    } catch (SQLException fault) {
      throw new HoldfastException.NotReady(
          "the database " + name + " does not take it: " + fault.getMessage());
    }
  }

  @Override
  public void close() {
    db.close();
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  private interface Transaction<T> {
    T run() throws SQLException;
  }
}
