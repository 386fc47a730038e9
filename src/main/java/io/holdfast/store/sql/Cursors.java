package io.holdfast.store.sql;

import java.sql.SQLException;

/** Where connectors go on. */
final class Cursors {

  private static final String SAVED = "SELECT text FROM cursor WHERE connector = ?";

  private static final String SAVE =
      """
      INSERT INTO cursor (connector, text) VALUES (?, ?)
      ON CONFLICT (connector) DO UPDATE SET text = excluded.text
      """;

  private Cursors() {}

  static String of(Db db, String connector) throws SQLException {
    return db.first(SAVED, row -> row.getString(1), connector).orElse("");
  }

  static void save(Db db, String connector, String text) throws SQLException {
    db.run(SAVE, connector, text);
  }
}
