package io.holdfast.lab.process;

import io.holdfast.crash.RealGateway.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database of a gateway, read from outside. Of one whose process is dead a copy is read, so
 * that its next life finds the files just as its last one left them.
 */
final class Database {

  private static final Map<String, String> LEFT =
      Map.of(
          "markers", "SELECT count(*) FROM marker",
          "turns", "SELECT count(*) FROM turn WHERE state NOT IN ('DONE', 'FAILED', 'CANCELLED')",
          "deliveries",
              "SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'ATTEMPTING', 'HELD')",
          "stops", "SELECT count(*) FROM stop WHERE ended_at IS NULL",
          "nodes", "SELECT count(*) FROM node WHERE left_at IS NULL AND dead_at IS NULL");

  private static final String TABLES = "SELECT count(*) FROM sqlite_master WHERE name = 'marker'";

  private static final List<String> OPEN = List.of("turns", "deliveries");

  private final Path file;

  Database(Path file) {
    this.file = file;
  }

  /** Whether nothing is under way any more. The process runs. */
  boolean isQuiet() {
    try {
      return OPEN.stream().allMatch(what -> count(file, LEFT.get(what)) == 0);
    } catch (IllegalStateException busy) {
      return false;
    }
  }

  /** What is left over, by what it is. The process is dead. */
  Map<String, Integer> left() throws IOException {
    Path copy = copy();
    Map<String, Integer> left = new TreeMap<>();
    LEFT.forEach((what, sql) -> left.put(what, count(copy, sql)));
    return left;
  }

  /** The markers: turn to reason, as the protocol writes it. The process is dead. */
  Map<String, String> markers() throws IOException {
    Map<String, String> markers = new TreeMap<>();
    Path copy = copy();
    if (count(copy, TABLES) == 0) {
      return markers; // It died before it had made them.
    }
    rows(
        copy,
        "SELECT t.id, lower(m.reason) FROM marker m JOIN turn t ON t.seq = m.turn",
        row -> markers.put(row.getString(1), row.getString(2)));
    return markers;
  }

  /** Turns that have not ended, to be shown. */
  List<String> underWay() {
    List<String> open = new ArrayList<>();
    rows(
        file,
        "SELECT t.id || ' of ' || s.chat || ' is ' || t.state FROM turn t JOIN session s ON s.id ="
            + " t.session WHERE t.state NOT IN ('DONE', 'FAILED', 'CANCELLED') UNION ALL"
            + " SELECT id || ' to ' || chat || ' is ' || state FROM delivery"
            + " WHERE state IN ('PENDING', 'ATTEMPTING', 'HELD')",
        row -> open.add(row.getString(1)));
    return open;
  }

  private Path copy() throws IOException {
    Path copies = Files.createDirectories(file.resolveSibling("copy"));
    for (String suffix : List.of("", "-wal")) {
      Path from = file.resolveSibling(file.getFileName() + suffix);
      Path to = copies.resolve(from.getFileName());
      Files.deleteIfExists(to);
      if (Files.exists(from)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copies.resolve(file.getFileName());
  }

  private static int count(Path file, String sql) {
    int[] count = new int[1];
    rows(file, sql, row -> count[0] = row.getInt(1));
    return count[0];
  }

  private static void rows(Path file, String sql, RowReader reader) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
