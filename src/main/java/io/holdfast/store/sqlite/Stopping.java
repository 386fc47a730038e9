package io.holdfast.store.sqlite;

import io.holdfast.model.NoticeKind;
import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A node's life, and the links of a stop. */
final class Stopping {

  private static final String JOIN =
      """
      INSERT INTO node (id, joined_at, beat_at) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at, left_at = NULL
      """;

  private static final String BEAT = "UPDATE node SET beat_at = ? WHERE id = ?";

  private static final String LEAVE = "UPDATE node SET beat_at = ?, left_at = ? WHERE id = ?";

  private static final String DRAINING =
      """
      INSERT INTO stop (id, node, runner, reason, begun_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String DRAINED =
      "UPDATE stop SET ended_at = ? WHERE id = ? AND ended_at IS NULL";

  private static final String END_STOPS =
      "UPDATE stop SET ended_at = ? WHERE node = ? AND ended_at IS NULL";

  private static final String MARK =
      """
      INSERT INTO marker (turn, stop, reason, at)
      SELECT t.seq, ?, ?, ? FROM turn t JOIN session s ON s.id = t.session
      WHERE t.state = 'RUNNING' AND t.node = ? AND s.state = 'ACTIVE'
      """;

  private static final String ONCE = " ON CONFLICT (turn) DO NOTHING";

  private static final String MARK_ALL = MARK + ONCE;

  private static final String MARK_RUNNER = MARK + " AND t.runner = ?" + ONCE;

  private static final String NOTE_MARKS =
      """
      INSERT INTO timeline (turn, at, event, attempt, detail)
      SELECT m.turn, m.at, 'marked', t.attempt, m.reason
      FROM marker m JOIN turn t ON t.seq = m.turn WHERE m.stop = ? AND m.at = ?
      """;

  private static final String MARKED_SESSIONS =
      """
      SELECT DISTINCT t.session FROM marker m JOIN turn t ON t.seq = m.turn
      WHERE m.stop = ? ORDER BY t.session
      """;

  private static final String TOLD_LATELY =
      """
      SELECT count(*) FROM delivery
      WHERE connector = ? AND chat = ? AND kind = 'RESTARTING' AND created_at > ?
      """;

  private static final String CLEAR =
      """
      DELETE FROM marker WHERE stop = ? AND turn IN
        (SELECT t.seq FROM turn t JOIN marker m ON m.turn = t.seq
         WHERE m.stop = ? AND t.%s)
      """
          .formatted(States.ENDED);

  private Stopping() {}

  static void join(Db db, String node, long now) throws SQLException {
    db.update(JOIN, node, now, now);
  }

  static void beat(Db db, String node, long now) throws SQLException {
    db.update(BEAT, now, node);
  }

  static void leave(Db db, String node, long now) throws SQLException {
    db.update(END_STOPS, now, node);
    db.update(LEAVE, now, now, node);
  }

  static void draining(Db db, Stop stop, long now) throws SQLException {
    db.update(DRAINING, stop.id(), stop.node(), runner(stop), stop.reason().name(), now);
  }

  /** The runner that a stop is about, empty for all of them. */
  private static String runner(Stop stop) {
    return stop.scope() instanceof Scope.OfRunner of ? of.runner() : "";
  }

  static void drained(Db db, Stop stop, long now) throws SQLException {
    db.update(DRAINED, now, stop.id());
  }

  static int mark(Db db, Stop stop, long now) throws SQLException {
    String reason = stop.reason().name();
    int marked =
        stop.scope() instanceof Scope.OfRunner of
            ? db.update(MARK_RUNNER, stop.id(), reason, now, stop.node(), of.runner())
            : db.update(MARK_ALL, stop.id(), reason, now, stop.node());
    if (marked > 0) {
      db.update(NOTE_MARKS, stop.id(), now);
    }
    return marked;
  }

  static int tell(Tx tx, Stop stop, String text, int budget, long now) throws SQLException {
    int told = 0;
    Set<String> chats = new HashSet<>();
    List<Long> sessions = tx.db().list(MARKED_SESSIONS, row -> row.getLong(1), stop.id());
    for (long id : sessions) {
      Session session = Sessions.get(tx.db(), id);
      String chat = session.address().connector() + "/" + session.address().chat();
      if (chats.add(chat) && !toldLately(tx.db(), session, budget, now)) {
        told += tell(tx, stop.id() + "/" + chat, session, text, now);
      }
    }
    return told;
  }

  private static boolean toldLately(Db db, Session session, int budget, long now)
      throws SQLException {
    long anHourAgo = now - TimeUnit.HOURS.toMillis(1);
    return db.number(
            TOLD_LATELY, session.address().connector(), session.address().chat(), anHourAgo)
        >= budget;
  }

  private static int tell(Tx tx, String key, Session session, String text, long now)
      throws SQLException {
    return Deliveries.notice(tx, session, key, null, NoticeKind.RESTARTING, text, "", now) ? 1 : 0;
  }

  static int clear(Db db, Stop stop) throws SQLException {
    return db.update(CLEAR, stop.id(), stop.id());
  }

  /** The reason of a name in a column; a turn that its user let go on has none. */
  static Reason reason(String column) {
    return column.isEmpty() ? Reason.CRASH : Reason.valueOf(column);
  }
}
