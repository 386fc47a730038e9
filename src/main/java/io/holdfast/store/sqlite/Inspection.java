package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Looks at a database without changing it: whether it is one of ours, and sound. May be done beside
 * a running gateway.
 */
final class Inspection {

  private static final Set<Integer> DAMAGE =
      Set.of(SQLiteErrorCode.SQLITE_NOTADB.code, SQLiteErrorCode.SQLITE_CORRUPT.code);

  private static final String TABLES =
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

  private Inspection() {}

  /** Fails with StoreUnfit when the file is no database that this program may open. */
  static void admit(Path file) throws IOException, SQLException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    undo(file);
    try (SqliteDb db = SqliteDb.outside(file)) {
      List<String> strange = strange(db, false);
      if (!strange.isEmpty()) {
        throw new HoldfastException.StoreUnfit("cannot open " + file + ": " + strange.get(0));
      }
    }
  }

  /**
   * Undoes what a power cut has left half done while the database was made, before it had a log: to
   * read it is refused until then. The engine leaves alone what another process is at.
   */
  private static void undo(Path file) throws IOException, SQLException {
    Path journal = Disk.beside(file, "-journal");
    if (!Files.exists(journal) || Files.size(journal) == 0) {
      return;
    }
    try (Connection connection = SqliteDb.plain(file);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM sqlite_schema");
    }
  }

  /** Reads all of it; fails with NotFound when there is no such file. */
  static Verification verify(Path database) throws IOException, SQLException {
    Path file = Disk.real(database);
    if (!Files.isRegularFile(file)) {
      throw new HoldfastException.NotFound("there is no database " + database);
    }
    NativeLibrary.useBeside(Disk.directory(file));
    Path log = Disk.beside(file, "-wal");
    long bytes = Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
    int schema = 0;
    List<String> faults = new ArrayList<>();
    try (SqliteDb db = SqliteDb.outside(file)) {
      schema = version(db);
      faults.addAll(strange(db, true));
      faults.addAll(damage(db));
    } catch (SQLException e) {
      if (!damaged(e)) {
        throw e;
      }
      faults.add("it is damaged or no SQLite database (" + Faults.SQLITE.word(e) + ")");
    }
    return new Verification(schema, Schema.NEWEST, bytes, faults);
  }

  /** Whether the engine can make anything of a file at all. */
  static boolean readable(Path file) throws SQLException {
    try (SqliteDb db = SqliteDb.outside(file)) {
      db.list(TABLES, row -> row.getString(1));
      return true;
    } catch (SQLException e) {
      if (damaged(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean damaged(SQLException e) {
    return e instanceof SQLiteException sqlite
        && DAMAGE.contains(sqlite.getResultCode().code & 0xff);
  }

  /** What says that this is not, or not yet, a database of ours. */
  private static List<String> strange(SqliteDb db, boolean filled) throws SQLException {
    int version = version(db);
    List<String> tables = db.list(TABLES, row -> row.getString(1));
    if (version > Schema.NEWEST && tables.containsAll(Schema.TABLES)) {
      return List.of(Schema.newer(version));
    }
    boolean ours = version > 0 && tables.containsAll(Schema.TABLES);
    boolean empty = version == 0 && tables.isEmpty();
    if (ours || (empty && !filled)) {
      return List.of();
    }
    return List.of(
        tables.isEmpty()
            ? "it is empty"
            : "it is a database of another program, with tables "
                + String.join(", ", tables.subList(0, Math.min(5, tables.size())))
                + "; give the gateway a file of its own");
  }

  private static List<String> damage(SqliteDb db) throws SQLException {
    List<String> found = db.list("PRAGMA integrity_check(20)", row -> row.getString(1));
    return found.equals(List.of("ok")) ? List.of() : found;
  }

  private static int version(SqliteDb db) throws SQLException {
    return (int) db.number("PRAGMA user_version");
  }
}
