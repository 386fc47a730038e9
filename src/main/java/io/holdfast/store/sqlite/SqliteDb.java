package io.holdfast.store.sqlite;

import io.holdfast.store.sql.Columns;
import io.holdfast.store.sql.Diagnosis;
import io.holdfast.store.sql.Transactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection in an always open transaction, its statements prepared once. Confined to one
 * thread. Blocks.
 */
final class SqliteDb implements Transactions {

  private record SqliteColumns(ResultSet rows) implements Columns {
    @Override
    public long getLong(int column) throws SQLException {
      return rows.getLong(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
      return rows.getInt(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
      return rows.getBoolean(column);
    }

    @Override
    public String getString(int column) throws SQLException {
      return rows.getString(column);
    }

    @Override
    public byte[] getBytes(int column) throws SQLException {
      return rows.getBytes(column);
    }
  }

  private static final int BUSY_MILLIS = 5_000;
  private static final int WRITER_CACHE_KIB = 65_536;
  private static final int READER_CACHE_KIB = 8_192;

  private static final String NEXT_PLACE =
      "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = ? RETURNING seq";

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private Optional<DatabaseFile> file = Optional.empty();
  private long changed;

  private SqliteDb(Connection connection) {
    this.connection = connection;
  }

  static SqliteDb writer(Path file) throws SQLException {
    return open(file, WRITER_CACHE_KIB, false);
  }

  static SqliteDb reader(Path file) throws SQLException {
    return open(file, READER_CACHE_KIB, true);
  }

  /**
   * Only reads, and changes nothing of the file, its journal mode included. Without a log nobody
   * has it open, and the engine is told so: it would make one else.
   */
  static SqliteDb outside(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    String uri = "file:" + file.toUri().getRawPath();
    boolean alone = !Files.exists(Disk.beside(file, "-wal"));
    Connection connection =
        config.createConnection("jdbc:sqlite:" + uri + (alone ? "?immutable=1" : ""));
    try {
      connection.setAutoCommit(false);
      return new SqliteDb(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A bare connection to a database that exists, outside of any transaction. */
  static Connection plain(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.READWRITE);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static SqliteDb open(Path file, int cacheKib, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // NORMAL loses acknowledged commits in a power cut; FULL syncs the log with each.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setCacheSize(-cacheKib);
    config.setBusyTimeout(BUSY_MILLIS);
    // Else the driver asks for the last row id after every insert.
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      if (readOnly) {
        run(connection, "PRAGMA query_only = 1");
      }
      connection.setAutoCommit(false);
      return new SqliteDb(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public int update(String sql, @Nullable Object... arguments) throws SQLException {
    return bound(sql, arguments).executeUpdate();
  }

  @Override
  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    List<T> list = new ArrayList<>();
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      Columns columns = new SqliteColumns(rows);
      while (rows.next()) {
        list.add(row.of(columns));
      }
    }
    return list;
  }

  @Override
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(row.of(new SqliteColumns(rows))) : Optional.empty();
    }
  }

  /** What is in the same process is never waited for. */
  @Override
  public void run(String sql, @Nullable Object... arguments) throws SQLException {
    update(sql, arguments);
  }

  @Override
  public Later<Integer> updateLater(String sql, @Nullable Object... arguments) throws SQLException {
    int changed = update(sql, arguments);
    return () -> changed;
  }

  @Override
  public <T> Later<List<T>> listLater(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    List<T> list = list(sql, row, arguments);
    return () -> list;
  }

  @Override
  public <T> Later<Optional<T>> firstLater(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    Optional<T> first = first(sql, row, arguments);
    return () -> first;
  }

  @Override
  public long place(String table) throws SQLException {
    return number(NEXT_PLACE, table);
  }

  /** Whoever else had it open is dead: its lock was free. */
  @Override
  public long clock() {
    return 0;
  }

  @Override
  public long leaseEnd() {
    return 0;
  }

  /** Runs a pragma or a definition, outside of any statement cache. */
  void execute(String sql) throws SQLException {
    run(connection, sql);
  }

  /** Has it work only as long as the files are the ones that were opened. */
  void guard(DatabaseFile opened) {
    file = Optional.of(opened);
  }

  @Override
  public void begin() throws SQLException {
    file.ifPresent(DatabaseFile::check);
    changed = changed();
  }

  /** How many rows this connection has ever changed. */
  private long changed() throws SQLException {
    return connection.unwrap(SQLiteConnection.class).getDatabase().total_changes();
  }

  @Override
  public boolean commit() throws SQLException {
    boolean wrote = changed() > changed;
    connection.commit();
    file.ifPresent(DatabaseFile::check);
    return wrote;
  }

  /** A commit of this engine fails or succeeds. */
  @Override
  public Optional<Boolean> committed() {
    throw new IllegalStateException("nothing was in doubt");
  }

  @Override
  public Diagnosis diagnosis() {
    return Faults.SQLITE;
  }

  @Override
  public void rollback() throws SQLException {
    forgetStatements();
    try {
      connection.rollback();
    } catch (SQLException engineHasRolledBack) {
      run(connection, "BEGIN");
    }
  }

  /** The driver leaves a statement unusable after some errors, and does not say after which. */
  private void forgetStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
