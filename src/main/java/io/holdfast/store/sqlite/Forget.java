package io.holdfast.store.sqlite;

import io.holdfast.store.sql.Db;
import io.holdfast.store.sql.LongEnded;
import io.holdfast.store.sql.OldFiles;
import io.holdfast.store.sql.Operation;
import io.holdfast.store.sql.Tx;
import java.sql.SQLException;

/** Forgets some of what is long over; see {@link io.holdfast.store.Store#forget}. */
final class Forget implements Operation<Integer> {

  private static final LongEnded LONG_ENDED = new LongEnded("step", "timeline");

  private static final String NEWEST = "SELECT max(begun_at) FROM stretch";

  /** Where no turn has come since the last one began, that goes on. */
  private static final String BEGIN =
      """
      INSERT INTO stretch (first, begun_at)
      SELECT coalesce(max(seq), 0) + 1, CAST(? AS INTEGER) FROM turn WHERE true
      ON CONFLICT (first) DO NOTHING
      """;

  /** Whatever has a lower seq was accepted before. */
  private static final String BOUND = "SELECT max(first) FROM stretch WHERE begun_at <= ?";

  private static final String TIDY = "DELETE FROM stretch WHERE first < ?";

  private final long before;
  private final long now;

  Forget(long before, long now) {
    this.before = before;
    this.now = now;
  }

  @Override
  public Integer run(Tx tx) throws SQLException {
    Db db = tx.db();
    if (now - db.number(NEWEST) >= LongEnded.STRETCH) {
      db.update(BEGIN, now);
    }
    long bound = db.number(BOUND, before);
    db.update(TIDY, bound);
    return LONG_ENDED.forget(db, bound, before) + OldFiles.forget(db, before);
  }
}
