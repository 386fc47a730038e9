package io.holdfast.store.sql;

import java.sql.SQLException;
import java.util.List;

/**
 * Deletes what files contain whose messages and deliveries are long over, of few at a time so that
 * no commit takes long. Nobody can begin to use one meanwhile: those who write come one after the
 * other, on every engine.
 */
public final class OldFiles {

  private static final int FILES = 20;

  /** For what it was kept. */
  private record Use(String hash, long message, String delivery) {}

  /** A message is over when its turn is, a delivery when it was sent or given up. */
  private static final String OVER =
      """
      SELECT a.hash, a.message, a.delivery FROM attached a
      WHERE a.at < ?1
        AND NOT EXISTS (
          SELECT 1 FROM message m JOIN turn t ON t.seq = m.turn
          WHERE m.seq = a.message AND NOT (t.%s AND t.since < ?1))
        AND NOT EXISTS (
          SELECT 1 FROM delivery d
          WHERE d.id = a.delivery AND NOT (d.state IN ('SENT', 'DEAD') AND d.final_at < ?1))
      ORDER BY a.at LIMIT ?2
      """
          .formatted(States.ENDED);

  private OldFiles() {}

  /**
   * Forgets files that were over before {@code before}.
   *
   * @return how many; one that two messages have counts for each
   */
  public static int forget(Db db, long before) throws SQLException {
    List<Use> over =
        db.list(
            OVER,
            row -> new Use(row.getString(1), row.getLong(2), row.getString(3)),
            before,
            FILES);
    for (Use use : over) {
      Contents.drop(db, use.hash(), use.message(), use.delivery());
    }
    return over.size();
  }
}
