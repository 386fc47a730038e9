package io.holdfast.store.postgres;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/**
 * Brings a database to the version that this code speaks: the scripts that it has not seen yet, in
 * order, together with the number that says so, in one transaction after all writers before it.
 */
final class Schema {

  private static final List<String> SCRIPTS =
      List.of(
          "V1__state_machine.sql",
          "V2__attempts.sql",
          "V3__cursors.sql",
          "V4__permissions.sql",
          "V5__drafts.sql",
          "V6__double_texts.sql",
          "V7__pairings.sql",
          "V8__files.sql",
          "V9__persons.sql");

  /** The oldest server whose {@code ON CONFLICT}, partial indexes and planner the suite has met. */
  private static final int OLDEST_SERVER = 150_000;

  private static final String SERVER = "SELECT CAST(current_setting('server_version_num') AS int)";

  private static final String KEPT =
      """
      CREATE TABLE IF NOT EXISTS holdfast_schema (
        version integer PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now())
      """;

  private static final String FOUND = "SELECT coalesce(max(version), 0) FROM holdfast_schema";
  private static final String SEEN = "INSERT INTO holdfast_schema (version) VALUES ($1)";

  private Schema() {}

  static void migrate(Link link, PgDb.Writing db) throws SQLException {
    db.begin();
    if (Receipt.exists(link)) {
      db.rollback();
      throw new HoldfastException.StoreUnfit(Receipt.UNFINISHED);
    }
    bring(link, db);
    db.commit();
  }

  /** The same inside a transaction that has begun. */
  static void bring(Link link, PgDb.Writing db) throws SQLException {
    fit(link);
    link.say(KEPT);
    int found = link.say(FOUND).rows().get(0).getInt(1);
    if (found > SCRIPTS.size()) {
      db.rollback();
      throw new HoldfastException.StoreUnfit(newer(found));
    }
    for (int version = found + 1; version <= SCRIPTS.size(); version++) {
      link.say(script(SCRIPTS.get(version - 1)));
      link.ask(SEEN, version);
    }
  }

  private static void fit(Link link) throws SQLException {
    int server = link.say(SERVER).rows().get(0).getInt(1);
    if (server < OLDEST_SERVER) {
      throw new HoldfastException.StoreUnfit(
          "the server is PostgreSQL " + server / 10_000 + ", and 15 is the oldest that will do");
    }
  }

  private static String newer(int version) {
    return "the database has schema version "
        + version
        + " and this program knows only "
        + SCRIPTS.size()
        + ": it was written by a newer one, which is needed to open it";
  }

  private static String script(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }
}
