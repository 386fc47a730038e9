package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Verification;
import io.holdfast.store.migration.Extent;
import io.holdfast.store.migration.Origin;
import io.holdfast.store.migration.Row;
import io.holdfast.store.migration.Rows;
import io.holdfast.store.migration.Table;
import io.holdfast.store.sql.Columns;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A database that is read under the owner's lock, so that no gateway can write to it meanwhile. */
final class SqliteOrigin implements Origin {

  /**
   * As they were made: each after those that it refers to. Not those that an engine keeps for
   * itself: how it stores journals, and who holds a token at the moment.
   */
  private static final String TABLES =
      """
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('stretch', 'lease')
      ORDER BY rowid
      """;

  private static final String COLUMNS =
      "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid";

  /** A row that was deleted, or put elsewhere, leaves its number behind. */
  private static final String LAST = "SELECT seq FROM sqlite_sequence WHERE name = ?";

  private record Found(Table.Column column, int inKey) {}

  private final OwnerLock lock;
  private final SqliteDb db;

  private SqliteOrigin(OwnerLock lock, SqliteDb db) {
    this.lock = lock;
    this.db = db;
  }

  static SqliteOrigin open(Path path) {
    try {
      // The lock would make a directory for it.
      if (!Files.isRegularFile(Disk.real(path))) {
        throw new HoldfastException.NotFound("there is no database " + path);
      }
      return open(OwnerLock.take(path));
    } catch (IOException e) {
      throw new HoldfastException.NotReady("cannot open the database " + path + ": " + e);
    }
  }

  private static SqliteOrigin open(OwnerLock lock) throws IOException {
    try {
      check(lock.database());
      return new SqliteOrigin(lock, SqliteDb.outside(lock.database()));
    } catch (SQLException e) {
      lock.close();
      throw unreadable(lock, e);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void check(Path database) throws IOException, SQLException {
    Verification found = Inspection.verify(database);
    if (!found.sound()) {
      throw new HoldfastException.StoreUnfit(
          "cannot move " + database + ": " + found.faults().get(0));
    }
    if (found.schema() < found.newest()) {
      throw new HoldfastException.StoreUnfit(
          "cannot move "
              + database
              + ": it has schema version "
              + found.schema()
              + " and this program writes "
              + found.newest()
              + "; run the gateway on it once, which brings it up to date");
    }
  }

  @Override
  public List<Table> tables() {
    return read(
        () -> {
          List<Table> tables = new ArrayList<>();
          for (String name : db.list(TABLES, row -> row.getString(1))) {
            tables.add(table(name));
          }
          return tables;
        });
  }

  private Table table(String name) throws SQLException {
    List<Found> found =
        db.list(
            COLUMNS,
            row -> new Found(new Table.Column(row.getString(1), kind(row)), row.getInt(3)),
            name);
    return new Table(
        name,
        found.stream().map(Found::column).toList(),
        found.stream().filter(each -> each.inKey() > 0).map(Found::column).toList());
  }

  private static Table.Kind kind(Columns row) throws SQLException {
    return switch (row.getString(2)) {
      case "INTEGER" -> Table.Kind.NUMBER;
      case "BLOB" -> Table.Kind.BYTES;
      default -> Table.Kind.TEXT;
    };
  }

  @Override
  public Extent extent(Table table) {
    return read(() -> Rows.extent(db, table));
  }

  @Override
  public List<Row> rows(Table table, Optional<JsonArray> after, int limit) {
    return read(() -> Rows.next(db, table, after, limit));
  }

  @Override
  public long last(Table table) {
    if (!table.numbered()) {
      return 0;
    }
    String greatest = "SELECT max(" + table.key().get(0).name() + ") FROM " + table.name();
    return read(() -> Math.max(db.number(greatest), db.number(LAST, table.name())));
  }

  private <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw unreadable(lock, e);
    }
  }

  private static HoldfastException unreadable(OwnerLock lock, SQLException fault) {
    return new HoldfastException.NotReady(
        "cannot read the database " + lock.database() + ": " + Faults.SQLITE.word(fault));
  }

  @Override
  public void close() {
    try {
      db.close();
      lock.close();
    } catch (IOException | SQLException e) {
      throw new HoldfastException.NotReady(
          "cannot close the database " + lock.database() + ": " + e);
    }
  }

  /** Something that is read. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws SQLException;
  }
}
