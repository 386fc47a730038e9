package io.holdfast.store.sql;

import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts right what dead processes left behind. */
final class Recover implements Operation<Recovery> {

  private static final Logger LOG = LoggerFactory.getLogger(Recover.class);

  /** What a user is told when not even the judgement of his turn could be made. */
  private static final String BEYOND_JUDGEMENT =
      "This task was interrupted and could not be taken up again by itself. Say /resume to go on"
          + " with it or /stop to drop it.";

  private record Found(
      Orphan orphan, long seq, long session, int attempt, boolean running, String resumed) {}

  /** What was decided so far. */
  private static final class Tally {
    private final Map<Reason, Integer> resumed = new EnumMap<>(Reason.class);
    private int quarantined;
    private int asking;
    private int cancelled;
  }

  private static final String ORPHANS =
      """
      SELECT t.id, t.seq, t.session, t.attempt, t.state = 'RUNNING', t.resumed, s.state, t.cancelled,
        CASE WHEN t.state = 'INTERRUPTED' THEN t.interruptions
             WHEN EXISTS (SELECT 1 FROM step p WHERE p.turn = t.seq AND p.attempt = t.attempt
                          AND p.state = 'RESULT') THEN 0
             ELSE t.interruptions + 1 END,
        CASE WHEN t.state = 'INTERRUPTED' THEN t.interrupted_at
             ELSE coalesce(m.at, n.beat_at, t.since) END,
        (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'),
        CASE WHEN t.state = 'INTERRUPTED' AND t.resumed <> '' THEN t.resumed
             ELSE coalesce(m.reason, ?) END
      FROM turn t JOIN session s ON s.id = t.session
        LEFT JOIN marker m ON m.turn = t.seq LEFT JOIN node n ON n.id = t.node
      WHERE t.%s AND (t.state = 'INTERRUPTED' OR t.state = 'RUNNING' AND t.node <> ? AND %s)
      ORDER BY t.session
      """
          .formatted(States.BEGUN, Nodes.gone("t.node"));

  private static final String SETTLE =
      """
      UPDATE turn SET state = ?, since = ?, interruptions = ?, interrupted_at = ?, resumed = ?,
                      node = '', ready = 0, question = NULL
      WHERE seq = ?
      """;

  private static final String CLEAR_ENDED =
      """
      DELETE FROM marker
      WHERE EXISTS (SELECT 1 FROM turn t WHERE t.seq = marker.turn AND t.%s)
      """
          .formatted(States.ENDED);

  private static final String CLOSE_STOPS =
      "UPDATE stop SET ended_at = ? WHERE ended_at IS NULL AND node <> ? AND "
          + Nodes.gone("stop.node");

  private static final String BURY_NODES =
      "UPDATE node SET dead_at = ? WHERE left_at IS NULL AND dead_at IS NULL AND id <> ? AND "
          + "lease_until <= ?";

  private static final String DROP_RESTARTING =
      """
      UPDATE delivery SET state = 'DEAD', final_at = ?
      WHERE kind = 'RESTARTING' AND state = 'PENDING' AND NOT EXISTS (
        SELECT 1 FROM stop s
        WHERE s.ended_at IS NULL AND substr(delivery.key, 1, length(s.id) + 1) = s.id || '/')
      """;

  private static final String HOLD_ALL = "UPDATE turn SET ready = 0 WHERE ready = 1";

  private static final String READY_BEGUN =
      """
      UPDATE turn SET ready = 1
      WHERE state = 'INTERRUPTED' AND %s
        AND (SELECT s.state FROM session s WHERE s.id = turn.session) = 'ACTIVE'
      """
          .formatted(States.BEGUN);

  private static final String READY_QUEUED =
      """
      UPDATE turn SET ready = 1, %s
      WHERE state = 'QUEUED' AND not_before = 0
        AND seq = (SELECT min(q.seq) FROM turn q
                   WHERE q.session = turn.session AND q.state = 'QUEUED')
        AND NOT EXISTS (SELECT 1 FROM turn b WHERE b.session = turn.session AND b.%s)
        AND (SELECT s.state FROM session s WHERE s.id = turn.session) = 'ACTIVE'
      """
          .formatted(Fair.NOT_BEHIND, States.BEGUN);

  private static final String CLAIMABLE = "SELECT DISTINCT runner FROM turn WHERE ready = 1";

  private static final String QUEUED = "SELECT count(*) FROM turn WHERE state = 'QUEUED'";

  private final String node;
  private final Reason unmarked;
  private final Function<Orphan, Verdict> judge;
  private final long now;

  /**
   * @param unmarked why a turn without a marker was interrupted
   */
  Recover(String node, Reason unmarked, Function<Orphan, Verdict> judge, long now) {
    this.node = node;
    this.unmarked = unmarked;
    this.judge = judge;
    this.now = now;
  }

  @Override
  public Recovery run(Tx tx) throws SQLException {
    Db db = tx.db();
    Tally tally = new Tally();
    for (Found found : orphans(db)) {
      settle(tx, found, verdict(found.orphan()), tally);
    }
    db.update(CLEAR_ENDED);
    db.update(CLOSE_STOPS, now, node, db.clock());
    db.update(BURY_NODES, now, node, db.clock());
    db.update(DROP_RESTARTING, now);
    Fair.forgetOvertaken(db);
    db.update(HOLD_ALL);
    db.update(READY_BEGUN);
    db.update(READY_QUEUED);
    db.list(CLAIMABLE, row -> row.getString(1)).forEach(tx::work);
    return new Recovery(
        tally.resumed, tally.quarantined, tally.asking, tally.cancelled, (int) db.number(QUEUED));
  }

  private List<Found> orphans(Db db) throws SQLException {
    return db.list(ORPHANS, Recover::found, unmarked.name(), node, db.clock());
  }

  /** A judgement that cannot be made concerns its turn only. */
  private Verdict verdict(Orphan orphan) {
    try {
      return judge.apply(orphan);
    } catch (RuntimeException e) {
      LOG.warn("event=judge-failed turn={} fault={}", orphan.turn(), e.toString());
      return new Verdict.Quarantine(BEYOND_JUDGEMENT);
    }
  }

  private void settle(Tx tx, Found found, Verdict verdict, Tally tally) throws SQLException {
    Db db = tx.db();
    String reason = found.orphan().reason().wire();
    if (found.running()) {
      Timeline.note(db, found.seq(), now, "interrupted", found.attempt(), reason);
    }
    if (verdict instanceof Verdict.Resume) {
      resume(db, found, tally);
    } else if (verdict instanceof Verdict.Quarantine quarantine) {
      quarantine(tx, found, quarantine.text());
      tally.quarantined++;
    } else if (verdict instanceof Verdict.Ask ask) {
      state(db, found, TurnState.ASKING);
      tell(tx, found, NoticeKind.QUESTION, ask.text());
      Timeline.note(db, found.seq(), now, "asked", found.attempt(), "");
      tally.asking++;
    } else if (verdict instanceof Verdict.Cancel cancel) {
      state(db, found, TurnState.CANCELLED);
      Arrivals.leave(tx, found.seq(), now);
      tell(tx, found, NoticeKind.COMMAND, cancel.text());
      Timeline.note(db, found.seq(), now, "cancelled", found.attempt(), "");
      tally.cancelled++;
    }
  }

  private void resume(Db db, Found found, Tally tally) throws SQLException {
    if (found.running()) {
      state(db, found, TurnState.INTERRUPTED);
    }
    if (found.orphan().session() == SessionState.ACTIVE) {
      tally.resumed.merge(found.orphan().reason(), 1, Integer::sum);
    }
  }

  private void quarantine(Tx tx, Found found, String text) throws SQLException {
    state(tx.db(), found, TurnState.QUARANTINED);
    Sessions.setState(tx.db(), found.session(), SessionState.SUSPENDED);
    tell(tx, found, NoticeKind.QUARANTINED, text);
    String detail = found.orphan().interruptions() + " interruptions";
    Timeline.note(tx.db(), found.seq(), now, "quarantined", found.attempt(), detail);
  }

  private void state(Db db, Found found, TurnState state) throws SQLException {
    Orphan orphan = found.orphan();
    String resumed = found.running() ? orphan.reason().name() : found.resumed();
    db.update(
        SETTLE,
        state.name(),
        now,
        orphan.interruptions(),
        orphan.interruptedAt(),
        resumed,
        found.seq());
    if (state != TurnState.INTERRUPTED) {
      Turns.unmark(db, found.seq());
    }
  }

  private void tell(Tx tx, Found found, NoticeKind kind, String text) throws SQLException {
    Session session = Sessions.get(tx.db(), found.session());
    String what = kind.wire();
    String key = found.orphan().turn() + "/" + found.attempt() + "/" + what + "/" + now;
    String about = Inbox.inReplyTo(tx.db(), found.seq());
    Deliveries.notice(tx, session, key, found.seq(), kind, text, about, now);
  }

  private static Found found(Columns row) throws SQLException {
    Orphan orphan =
        new Orphan(
            row.getString(1),
            Reason.valueOf(row.getString(12)),
            SessionState.valueOf(row.getString(7)),
            row.getBoolean(8),
            row.getInt(9),
            row.getLong(10),
            row.getInt(11));
    return new Found(
        orphan, row.getLong(2), row.getLong(3), row.getInt(4), row.getBoolean(5), row.getString(6));
  }
}
