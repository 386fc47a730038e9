package io.holdfast.lab.world;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** A look into a run's database, beside whoever owns it. Confined to one thread at a time. */
final class Database implements AutoCloseable {

  private static final Map<String, String> LEFT = new LinkedHashMap<>();

  static {
    LEFT.put("markers", "SELECT count(*) FROM marker");
    for (String state : new String[] {"QUEUED", "RUNNING", "INTERRUPTED", "ASKING"}) {
      LEFT.put(
          state.toLowerCase(java.util.Locale.ROOT),
          "SELECT count(*) FROM turn WHERE state = '" + state + "'");
    }
    LEFT.put(
        "pending",
        "SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'ATTEMPTING', 'UNKNOWN')");
    LEFT.put("held", "SELECT count(*) FROM delivery WHERE state = 'HELD'");
    LEFT.put("stops", "SELECT count(*) FROM stop WHERE ended_at IS NULL");
    LEFT.put("nodes", "SELECT count(*) FROM node WHERE left_at IS NULL AND dead_at IS NULL");
  }

  private static final String OPEN =
      """
      SELECT (SELECT count(*) FROM turn WHERE state NOT IN ('DONE', 'FAILED', 'CANCELLED'))
           + (SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'ATTEMPTING', 'UNKNOWN', 'HELD'))
      """;

  private static final String MARKERS =
      "SELECT t.id, m.reason FROM marker m JOIN turn t ON t.seq = m.turn";

  private final Path file;
  private @Nullable Connection connection;

  Database(Path file) {
    this.file = file;
  }

  /** Whether no turn is open and nothing is to be delivered; false when it cannot be seen. */
  synchronized boolean quiet() {
    return number(OPEN).filter(open -> open == 0).isPresent();
  }

  /** Turn to reason. */
  synchronized Map<String, String> markers() {
    Map<String, String> markers = new LinkedHashMap<>();
    try (Statement statement = connected().createStatement();
        ResultSet rows = statement.executeQuery(MARKERS)) {
      while (rows.next()) {
        markers.put(rows.getString(1), rows.getString(2));
      }
    } catch (SQLException noneYet) {
      return Map.of();
    }
    return markers;
  }

  /** When a node last gave a sign of life, in milliseconds; 0 when it cannot be seen. */
  synchronized long lastBeat() {
    try (Statement statement = connected().createStatement();
        ResultSet row = statement.executeQuery("SELECT max(beat_at) FROM node")) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException notNow) {
      return 0;
    }
  }

  /** What is left over, where it is not 0. */
  synchronized Map<String, Integer> left() {
    Map<String, Integer> left = new LinkedHashMap<>();
    LEFT.forEach(
        (what, sql) -> {
          int count = number(sql).orElse(-1);
          if (count != 0) {
            left.put(what, count);
          }
        });
    return left;
  }

  private Optional<Integer> number(String sql) {
    try (Statement statement = connected().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
    } catch (SQLException notNow) {
      return Optional.empty();
    }
  }

  private Connection connected() throws SQLException {
    if (connection == null) {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout(1_000);
      connection = config.createConnection("jdbc:sqlite:" + file);
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
        connection = null;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
