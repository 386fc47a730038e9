package io.holdfast.store.sqlite;

import io.holdfast.model.Address;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts right what dead processes left behind. Idempotent. */
final class Recovering {

  private static final Logger log = LoggerFactory.getLogger(Recovering.class);

  /** For a turn on whose case the judge itself broke. */
  private static final String UNJUDGED =
      "This task could not be put right after a restart, so it is set aside."
          + " /resume tries it again, /stop drops it.";

  private record Left(Turns.Ended turn, String reason, long lastSeen) {}

  private record Waiting(Orphan orphan, long seq, long session, int attempt) {}

  private static final String LEFT_RUNNING =
      """
      SELECT t.seq, t.id, t.session, t.attempt, t.cancelled, t.runner,
             coalesce(m.reason, 'CRASH'), coalesce(m.at, n.beat_at, t.since)
      FROM turn t LEFT JOIN marker m ON m.turn = t.seq LEFT JOIN node n ON n.id = t.node
      WHERE t.state = 'RUNNING' AND t.node <> ?
      """;

  private static final String INTERRUPTED =
      """
      SELECT t.id, t.resumed, s.state, t.cancelled, t.interruptions, t.interrupted_at,
             (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'),
             t.seq, t.session, t.attempt
      FROM turn t JOIN session s ON s.id = t.session WHERE t.state = 'INTERRUPTED' ORDER BY t.seq
      """;

  private static final String SET_STATE =
      """
      UPDATE turn SET state = ?, since = ?, ready = 0, question = NULL, cancelled = 0
      WHERE seq = ?
      """;

  private static final String NO_MARKER = "DELETE FROM marker WHERE turn = ?";

  private static final String CLEAR_ENDED =
      "DELETE FROM marker WHERE turn IN (SELECT t.seq FROM turn t WHERE t.%s)"
          .formatted(States.ENDED);

  private static final String END_DEAD_STOPS =
      "UPDATE stop SET ended_at = ? WHERE node <> ? AND ended_at IS NULL";

  private static final String DROP_STALE =
      """
      UPDATE delivery SET state = 'DEAD', final_at = ?
      WHERE kind = 'RESTARTING' AND state = 'PENDING'
      """;

  private static final String NONE_READY = "UPDATE turn SET ready = 0 WHERE ready = 1";

  private static final String READY =
      """
      UPDATE turn SET ready = 1
      WHERE (SELECT s.state FROM session s WHERE s.id = turn.session) = 'ACTIVE'
        AND (state = 'INTERRUPTED'
          OR (state = 'QUEUED'
            AND NOT EXISTS (SELECT 1 FROM turn b WHERE b.session = turn.session AND b.%s)
            AND seq = (SELECT min(q.seq) FROM turn q
                       WHERE q.session = turn.session AND q.state = 'QUEUED')))
      """
          .formatted(States.BEGUN);

  private static final String QUEUED = "SELECT count(*) FROM turn WHERE state = 'QUEUED'";

  private static final String OPEN_RUNNERS =
      "SELECT DISTINCT runner FROM turn WHERE state = 'QUEUED' OR " + States.BEGUN;

  private static final String OPEN_OF_RUNNER =
      """
      SELECT t.seq, s.connector, s.chat, s.thread FROM turn t JOIN session s ON s.id = t.session
      WHERE t.runner = ? AND (t.state = 'QUEUED' OR t.%s) AND t.state <> 'RUNNING'
      """
          .formatted(States.BEGUN);

  private static final String MOVE = "UPDATE turn SET runner = ? WHERE seq = ?";

  private final Tx tx;
  private final Db db;
  private final long now;
  private final Map<Reason, Integer> resumed = new EnumMap<>(Reason.class);
  private int quarantined;
  private int asking;
  private int cancelled;

  private Recovering(Tx tx, long now) {
    this.tx = tx;
    this.db = tx.db();
    this.now = now;
  }

  static Recovery recover(Tx tx, String node, Function<Orphan, Verdict> judge, long now)
      throws SQLException {
    return new Recovering(tx, now).recover(node, judge);
  }

  private Recovery recover(String node, Function<Orphan, Verdict> judge) throws SQLException {
    for (Left left : db.list(LEFT_RUNNING, Recovering::left, node)) {
      Turns.interrupt(db, left.turn(), left.reason(), left.lastSeen(), now);
    }
    for (Waiting waiting : db.list(INTERRUPTED, Recovering::waiting)) {
      apply(waiting, judged(waiting.orphan(), judge));
    }
    db.update(CLEAR_ENDED);
    db.update(END_DEAD_STOPS, now, node);
    db.update(DROP_STALE, now);
    db.update(NONE_READY);
    db.update(READY);
    return new Recovery(resumed, quarantined, asking, cancelled, (int) db.number(QUEUED));
  }

  /** One case on which the judge breaks must not keep all others from being put right. */
  private static Verdict judged(Orphan orphan, Function<Orphan, Verdict> judge) {
    try {
      return judge.apply(orphan);
    } catch (RuntimeException e) {
      log.error("event=judge-broke turn={} fault={}", orphan.turn(), e.toString());
      return new Verdict.Quarantine(UNJUDGED);
    }
  }

  private void apply(Waiting turn, Verdict verdict) throws SQLException {
    if (verdict instanceof Verdict.Quarantine quarantine) {
      quarantined++;
      setAside(turn, TurnState.QUARANTINED, NoticeKind.QUARANTINED, quarantine.text());
      Sessions.setState(db, turn.session(), SessionState.SUSPENDED);
    } else if (verdict instanceof Verdict.Ask ask) {
      asking++;
      setAside(turn, TurnState.ASKING, NoticeKind.QUESTION, ask.text());
    } else if (verdict instanceof Verdict.Cancel) {
      cancelled++;
      set(turn, TurnState.CANCELLED);
      db.update(NO_MARKER, turn.seq());
    } else {
      resumed.merge(turn.orphan().reason(), 1, Integer::sum);
    }
  }

  private void setAside(Waiting turn, TurnState state, NoticeKind kind, String text)
      throws SQLException {
    set(turn, state);
    Deliveries.notice(
        tx,
        Sessions.get(db, turn.session()),
        turn.orphan().turn() + "/" + turn.attempt() + "/" + kind.wire(),
        turn.seq(),
        kind,
        text,
        Turns.inReplyTo(db, turn.seq()),
        now);
  }

  private void set(Waiting turn, TurnState state) throws SQLException {
    db.update(SET_STATE, state.name(), now, turn.seq());
    Timeline.note(db, turn.seq(), now, state.wire(), turn.attempt(), "");
  }

  private static Left left(ResultSet row) throws SQLException {
    Turns.Ended turn =
        new Turns.Ended(
            row.getLong(1),
            row.getString(2),
            row.getLong(3),
            row.getInt(4),
            row.getBoolean(5),
            row.getString(6));
    return new Left(turn, row.getString(7), row.getLong(8));
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    Orphan orphan =
        new Orphan(
            row.getString(1),
            Stopping.reason(row.getString(2)),
            SessionState.valueOf(row.getString(3)),
            row.getBoolean(4),
            row.getInt(5),
            row.getLong(6),
            row.getInt(7));
    return new Waiting(orphan, row.getLong(8), row.getLong(9), row.getInt(10));
  }

  // ── runners that are gone ────────────────────────────────────────────────────────────────────

  static int reroute(Tx tx, Set<String> runners, Function<Address, Optional<String>> route)
      throws SQLException {
    int moved = 0;
    for (String runner : tx.db().list(OPEN_RUNNERS, row -> row.getString(1))) {
      if (!runners.contains(runner)) {
        moved += move(tx, runner, route);
      }
    }
    return moved;
  }

  private static int move(Tx tx, String gone, Function<Address, Optional<String>> route)
      throws SQLException {
    record Stranded(long seq, Address address) {}
    List<Stranded> stranded =
        tx.db()
            .list(
                OPEN_OF_RUNNER,
                row ->
                    new Stranded(
                        row.getLong(1),
                        new Address(row.getString(2), row.getString(3), row.getString(4))),
                gone);
    int moved = 0;
    for (Stranded turn : stranded) {
      Optional<String> next = route.apply(turn.address());
      if (next.isPresent()) {
        moved += tx.db().update(MOVE, next.get(), turn.seq());
        tx.work(next.get());
      } else {
        log.warn("event=stranded turn={} runner={}", turn.seq(), gone);
      }
    }
    return moved;
  }
}
