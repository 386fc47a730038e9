package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionKey;
import io.holdfast.model.Stop;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The life of a node, and the links of its stop that are commits. */
final class Stops {

  /**
   * A chat with turns that a stop interrupts.
   *
   * @param at where one of them is said; the chat itself when several of its threads are concerned
   * @param turn the one turn that is concerned, null when there are several
   */
  private record Concerned(Address at, @Nullable Long turn) {

    Address chat() {
      return new Address(at.connector(), at.chat(), "");
    }

    Concerned and(Concerned other) {
      boolean there = at.thread().equals(other.at.thread());
      return new Concerned(there ? at : chat(), null);
    }
  }

  private static final long HOUR = 3_600_000;

  private static final String JOIN =
      """
      INSERT INTO node (id, joined_at, beat_at, lease_until) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET joined_at = excluded.joined_at, beat_at = excluded.beat_at, left_at = NULL,
          dead_at = NULL, lease_until = excluded.lease_until
      """;

  private static final String BEAT =
      "UPDATE node SET beat_at = ?, dead_at = NULL, lease_until = ? WHERE id = ?";

  private static final String LEAVE = "UPDATE node SET left_at = ? WHERE id = ?";

  private static final String END_STOPS =
      "UPDATE stop SET ended_at = ? WHERE node = ? AND ended_at IS NULL";
  private static final String DRAINING =
      """
      INSERT INTO stop (id, node, runner, reason, begun_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String DRAINED =
      "UPDATE stop SET ended_at = ? WHERE id = ? AND ended_at IS NULL";

  private static final String CLAIMABLE =
      "SELECT DISTINCT runner FROM turn WHERE ready = 1 AND ? IN ('', runner)";

  private static final String TO_MARK =
      """
      FROM turn t JOIN session s ON s.id = t.session
      WHERE t.state = 'RUNNING' AND t.node = ? AND ? IN ('', t.runner) AND s.state = 'ACTIVE'
        AND NOT EXISTS (SELECT 1 FROM marker m WHERE m.turn = t.seq)
      """;

  private static final String NOTE_MARKED =
      """
      INSERT INTO timeline (turn, at, event, attempt, detail)
      SELECT t.seq, CAST(? AS BIGINT), 'marked', t.attempt, ?
      """
          + TO_MARK;

  private static final String MARK =
      "INSERT INTO marker (turn, stop, reason, at) SELECT t.seq, ?, ?, CAST(? AS BIGINT) "
          + TO_MARK;

  private static final String CONCERNED =
      """
      SELECT s.connector, s.chat, s.thread, s.person, t.seq
      FROM marker m JOIN turn t ON t.seq = m.turn JOIN session s ON s.id = t.session
      WHERE m.stop = ? AND t.state IN ('RUNNING', 'INTERRUPTED')
      ORDER BY s.connector, s.chat, t.seq
      """;

  private static final String TOLD_LATELY =
      """
      SELECT count(*) FROM delivery
      WHERE connector = ? AND chat = ? AND kind = 'RESTARTING' AND created_at > ?
        AND state <> 'DEAD'
      """;

  private static final String CLEAR =
      """
      DELETE FROM marker
      WHERE stop = ? AND EXISTS (SELECT 1 FROM turn t WHERE t.seq = marker.turn AND t.%s)
      """
          .formatted(States.ENDED);

  private Stops() {}

  static void join(Db db, String node, long now) throws SQLException {
    db.update(JOIN, node, now, now, db.leaseEnd());
  }

  static void beat(Db db, String node, long now) throws SQLException {
    db.update(BEAT, now, db.leaseEnd(), node);
  }

  static void leave(Db db, String node, long now) throws SQLException {
    db.update(LEAVE, now, node);
    db.update(END_STOPS, now, node);
  }

  static void draining(Db db, Stop stop, long now) throws SQLException {
    db.update(DRAINING, stop.id(), stop.node(), runner(stop), stop.reason().name(), now);
  }

  static int mark(Db db, Stop stop, long now) throws SQLException {
    db.update(NOTE_MARKED, now, stop.reason().wire(), stop.node(), runner(stop));
    return db.update(MARK, stop.id(), stop.reason().name(), now, stop.node(), runner(stop));
  }

  static int tell(Tx tx, Stop stop, String text, int budget, long now) throws SQLException {
    int told = 0;
    for (Concerned chat : concerned(tx.db(), stop)) {
      if (tell(tx, stop, chat, text, budget, now)) {
        told++;
      }
    }
    return told;
  }

  private static boolean tell(
      Tx tx, Stop stop, Concerned concerned, String text, int budget, long now)
      throws SQLException {
    Address chat = concerned.chat();
    long told = tx.db().number(TOLD_LATELY, chat.connector(), chat.chat(), now - HOUR);
    if (told >= budget) {
      return false;
    }
    String key = stop.id() + "/" + SessionKey.of(chat).text();
    Session session = Sessions.findOrCreate(tx.db(), concerned.at());
    return Deliveries.notice(
        tx, session, key, concerned.turn(), NoticeKind.RESTARTING, text, "", now);
  }

  static int clear(Db db, Stop stop) throws SQLException {
    return db.update(CLEAR, stop.id());
  }

  static void drained(Tx tx, Stop stop, long now) throws SQLException {
    tx.db().update(DRAINED, now, stop.id());
    tx.db().list(CLAIMABLE, row -> row.getString(1), runner(stop)).forEach(tx::work);
  }

  /** The runner that a scope is about, empty for all. */
  static String runner(Scope scope) {
    return scope instanceof Scope.OfRunner of ? of.runner() : "";
  }

  private static String runner(Stop stop) {
    return runner(stop.scope());
  }

  private static Collection<Concerned> concerned(Db db, Stop stop) throws SQLException {
    Map<Address, Concerned> chats = new LinkedHashMap<>();
    for (Concerned one : db.list(CONCERNED, Stops::concerned, stop.id())) {
      chats.merge(one.chat(), one, Concerned::and);
    }
    return chats.values();
  }

  private static Concerned concerned(Columns row) throws SQLException {
    return new Concerned(Sessions.address(row, 1), row.getLong(5));
  }
}
