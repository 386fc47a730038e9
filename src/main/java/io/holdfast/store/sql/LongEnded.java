package io.holdfast.store.sql;

import java.sql.SQLException;
import java.util.List;

/** Deletes journals and timelines, of few turns at a time so that no commit takes long. */
public final class LongEnded {

  /** What a stretch is, in milliseconds: those that a day has are kept or forgotten together. */
  public static final long STRETCH = 86_400_000;

  private static final int TURNS = 100;

  private final String found;
  private final String steps;
  private final String lines;

  /**
   * @param step the table that journals are in
   * @param timeline the table that timelines are in; whatever has a journal has a timeline
   */
  public LongEnded(String step, String timeline) {
    found =
        """
        SELECT DISTINCT l.turn FROM %s l JOIN turn t ON t.seq = l.turn
        WHERE l.turn < ? AND t.%s AND t.since < ? ORDER BY l.turn LIMIT %d
        """
            .formatted(timeline, States.ENDED, TURNS);
    steps = "DELETE FROM " + step + " WHERE turn = ?";
    lines = "DELETE FROM " + timeline + " WHERE turn = ?";
  }

  /**
   * Forgets some turns that ended before {@code before}.
   *
   * @param bound only turns whose {@code seq} is lower
   * @return how many
   */
  public int forget(Db db, long bound, long before) throws SQLException {
    List<Long> turns = db.list(found, row -> row.getLong(1), bound, before);
    for (long turn : turns) {
      db.update(steps, turn);
      db.update(lines, turn);
    }
    return turns.size();
  }
}
