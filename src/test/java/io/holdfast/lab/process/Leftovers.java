package io.holdfast.lab.process;

import io.holdfast.jar.RealGateway.RowReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database has of work that is not done, read from outside. Both kinds of databases are
 * asked the same.
 *
 * @param url as JDBC has it
 */
public record Leftovers(String url) {

  private static final Map<String, String> LEFT =
      Map.of(
          "markers", "SELECT count(*) FROM marker",
          "turns", "SELECT count(*) FROM turn WHERE state NOT IN ('DONE', 'FAILED', 'CANCELLED')",
          "deliveries",
              "SELECT count(*) FROM delivery WHERE state IN ('PENDING', 'ATTEMPTING', 'HELD')",
          "stops", "SELECT count(*) FROM stop WHERE ended_at IS NULL",
          "nodes", "SELECT count(*) FROM node WHERE left_at IS NULL AND dead_at IS NULL");

  private static final List<String> OPEN = List.of("turns", "deliveries");

  /** Whether nothing is under way any more; false where the database cannot be asked. */
  public boolean isQuiet() {
    try {
      return OPEN.stream().allMatch(what -> count(LEFT.get(what)) == 0);
    } catch (IllegalStateException busy) {
      return false;
    }
  }

  /** What is left over, by what it is. */
  public Map<String, Integer> left() {
    Map<String, Integer> left = new TreeMap<>();
    LEFT.forEach((what, sql) -> left.put(what, count(sql)));
    return left;
  }

  /** Turns and deliveries that have not ended, to be shown. */
  public List<String> underWay() {
    List<String> open = new ArrayList<>();
    rows(
        "SELECT t.id || ' of ' || s.chat || ' is ' || t.state FROM turn t JOIN session s ON s.id ="
            + " t.session WHERE t.state NOT IN ('DONE', 'FAILED', 'CANCELLED') UNION ALL"
            + " SELECT id || ' to ' || chat || ' is ' || state FROM delivery"
            + " WHERE state IN ('PENDING', 'ATTEMPTING', 'HELD')",
        row -> open.add(row.getString(1)));
    return open;
  }

  /** What one row counts. Fails with {@link IllegalStateException} where it cannot be asked. */
  public int count(String sql) {
    int[] count = new int[1];
    rows(sql, row -> count[0] = row.getInt(1));
    return count[0];
  }

  /** Every row. Fails with {@link IllegalStateException} where it cannot be asked. */
  public void rows(String sql, RowReader reader) {
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
