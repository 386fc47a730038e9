package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Brings a database to the version that this code speaks: the scripts that it has not seen yet, in
 * order, all in one transaction together with the number that says so: what fails or is killed in
 * its middle leaves a database that the older program still opens.
 *
 * <p>A migration tool would do the same; the usual one was measured and adds a third of a second to
 * each start, these few lines two milliseconds.
 */
final class Schema {

  private static final List<String> SCRIPTS =
      List.of(
          "V1__state_machine.sql",
          "V2__operator.sql",
          "V3__nodes.sql",
          "V4__stretches.sql",
          "V5__attempts.sql",
          "V6__cursors.sql",
          "V7__permissions.sql",
          "V8__drafts.sql",
          "V9__double_texts.sql",
          "V10__pairings.sql",
          "V11__files.sql",
          "V12__persons.sql");

  /** The newest version that this code speaks. */
  static final int NEWEST = SCRIPTS.size();

  /** What every version of the database has had. */
  static final Set<String> TABLES = Set.of("session", "turn", "message", "step", "delivery");

  private Schema() {}

  static void migrate(SqliteDb db) throws SQLException {
    int found = (int) db.number("PRAGMA user_version");
    db.rollback();
    if (found > NEWEST) {
      throw new HoldfastException.StoreUnfit(newer(found));
    }
    for (int version = found + 1; version <= NEWEST; version++) {
      for (String statement : statements(SCRIPTS.get(version - 1))) {
        db.execute(statement);
      }
    }
    if (found < NEWEST) {
      db.execute("PRAGMA user_version = " + NEWEST);
      db.commit();
    }
  }

  static String newer(int version) {
    return "the database has schema version "
        + version
        + " and this program knows only "
        + NEWEST
        + ": it was written by a newer one, which is needed to open it";
  }

  /** A script's statements; they end in a semicolon at the end of a line. */
  static List<String> statements(String script) {
    try (InputStream in = Schema.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + script);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";[ \\t]*\\R"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + script, e);
    }
  }
}
