package io.holdfast.store.postgres;

import io.holdfast.store.sql.Db;
import io.holdfast.store.sql.LongEnded;
import io.holdfast.store.sql.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals and timelines by stretches of time. Each stretch has a partition of both tables. The
 * numbers of its turns begin at a multiple of 2<sup>40</sup>, which no stretch ever fills, so that
 * its partitions are there before any row wants to be in them.
 *
 * <p>Whoever makes or drops a partition locks the whole table. So it waits only a moment for those
 * who read it, as others then wait for it; where that is not enough, it is for a later call. All of
 * it happens between two writers, so that nodes may do it at once, and be killed at it.
 */
final class Stretches {

  /** One of them. */
  record Stretch(long number) {

    private long first() {
      return number * TURNS;
    }

    private long end() {
      return first() + TURNS;
    }
  }

  /**
   * How far one has looked through the turns of a stretch.
   *
   * @param turns how many there were
   * @param next the seq to go on from; empty when that were all
   * @param lastEnd when the one that ended last did
   */
  record Looked(int turns, Optional<Long> next, long lastEnd) {}

  /** One of the turns of a look; a record for its row only. */
  private record Turns(int count, long last, long lastEnd) {}

  private static final Logger LOG = LoggerFactory.getLogger(Stretches.class);

  private static final long TURNS = 1L << 40;

  /** How many turns are looked at in one transaction. */
  private static final int LOOK = 50_000;

  /** Where somebody had the table locked. */
  private static final String LOCKED = "55P03";

  private static final LongEnded LATE = new LongEnded("step_rest", "timeline_rest");

  private static final String NEWEST =
      "SELECT number, begun_at FROM stretch ORDER BY number DESC LIMIT 1";

  private static final String BEGUN = "INSERT INTO stretch (number, begun_at) VALUES (?, ?)";

  private static final String GO_ON =
      """
      SELECT setval(turns.name, ?1, false)
      FROM (SELECT CAST(pg_get_serial_sequence('turn', 'seq') AS regclass) AS name) AS turns
      WHERE coalesce(pg_sequence_last_value(turns.name), 0) < ?1
      """;

  /** One that another one came after before then, so that all its turns were accepted before. */
  private static final String OVER =
      """
      SELECT number FROM stretch s
      WHERE kept_since < ?1 AND EXISTS (
        SELECT 1 FROM stretch n WHERE n.number > s.number AND n.begun_at <= ?1)
      ORDER BY number
      """;

  private static final String SEEN =
      """
      SELECT count(*), coalesce(max(seq), 0), coalesce(max(since), 0) FROM (
        SELECT seq, since FROM turn WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?) AS seen
      """;

  private static final String OPEN =
      """
      SELECT 1 FROM turn WHERE seq >= ?1 AND seq < ?2
        AND state IN ('RUNNING', 'INTERRUPTED', 'ASKING', 'QUARANTINED')
      UNION ALL
      SELECT 1 FROM turn WHERE seq >= ?1 AND seq < ?2 AND state = 'QUEUED' LIMIT 1
      """;

  private static final String KEPT = "UPDATE stretch SET kept_since = ? WHERE number = ?";
  private static final String GONE = "DELETE FROM stretch WHERE number = ?";

  private Stretches() {}

  /** Begins one when the last has gone on for long enough; whether it did. */
  static boolean begin(Tx tx, long now) throws SQLException {
    record Newest(long number, long begunAt) {}
    Db db = tx.db();
    Newest newest =
        db.first(NEWEST, row -> new Newest(row.getLong(1), row.getLong(2))).orElseThrow();
    if (now - newest.begunAt() < LongEnded.STRETCH) {
      return false;
    }
    Stretch next = new Stretch(newest.number() + 1);
    return quickly(
        db,
        () -> {
          attach(db, "step", next, 80);
          attach(db, "timeline", next, 100);
          db.update(BEGUN, next.number(), now);
          LOG.info("event=stretch-begun number={}", next.number());
        });
  }

  /**
   * Makes a partition for it.
   *
   * @param fill how many percent of a page are filled, what changes there needs the rest
   */
  private static void attach(Db db, String table, Stretch stretch, int fill) throws SQLException {
    String partition = table + "_" + stretch.number();
    db.update(
        "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS) WITH (fillfactor = %d)"
            .formatted(partition, table, fill));
    db.update(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
            .formatted(table, partition, stretch.first(), stretch.end()));
  }

  /** Has turns belong to the newest stretch from now on, whose partitions others can see now. */
  static boolean goOn(Tx tx) throws SQLException {
    Db db = tx.db();
    long newest = db.number(NEWEST);
    return db.exists(GO_ON, new Stretch(newest).first());
  }

  /** Those that may be over, the oldest first. */
  static List<Stretch> over(Db db, long before) throws SQLException {
    return db.list(OVER, row -> new Stretch(row.getLong(1)), before);
  }

  /** Looks at some of its turns, from a seq on. */
  static Looked look(Db db, Stretch stretch, Looked so) throws SQLException {
    long from = so.next().orElse(stretch.first());
    Turns seen =
        db.first(
                SEEN,
                row -> new Turns(row.getInt(1), row.getLong(2), row.getLong(3)),
                from,
                stretch.end(),
                LOOK)
            .orElseThrow();
    return new Looked(
        so.turns() + seen.count(),
        seen.count() < LOOK ? Optional.empty() : Optional.of(seen.last() + 1),
        Math.max(so.lastEnd(), seen.lastEnd()));
  }

  /** Drops it if all of it is over; whether it did. */
  static boolean drop(Tx tx, Stretch stretch, Looked looked, long before) throws SQLException {
    Db db = tx.db();
    if (looked.lastEnd() >= before) {
      db.update(KEPT, looked.lastEnd(), stretch.number());
      return false;
    }
    if (db.exists(OPEN, stretch.first(), stretch.end())) {
      return false;
    }
    return quickly(
        db,
        () -> {
          db.update("DROP TABLE step_" + stretch.number());
          db.update("DROP TABLE timeline_" + stretch.number());
          db.update(GONE, stretch.number());
          LOG.info("event=stretch-dropped number={}", stretch.number());
        });
  }

  /** Forgets some of what came late to stretches that are gone. */
  static int forgetLate(Tx tx, long before) throws SQLException {
    return LATE.forget(tx.db(), Long.MAX_VALUE, before);
  }

  /** What has to lock whole tables. */
  private interface Locking {
    void run() throws SQLException;
  }

  /** All of it, or nothing where a lock was not to be had in a moment. */
  private static boolean quickly(Db db, Locking locking) throws SQLException {
    db.update("SAVEPOINT before");
    db.update("SET LOCAL lock_timeout = '100ms'");
    try {
      locking.run();
      db.update("RELEASE SAVEPOINT before");
      return true;
    } catch (SQLException fault) {
      if (!LOCKED.equals(fault.getSQLState())) {
        throw fault;
      }
      db.update("ROLLBACK TO SAVEPOINT before");
      LOG.info("event=stretch-in-use");
      return false;
    }
  }
}
