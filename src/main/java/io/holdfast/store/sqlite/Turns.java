package io.holdfast.store.sqlite;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException.Fenced;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A turn from its claim to its end: its journal, and the ways an attempt ends. */
final class Turns {

  /** A running turn, found by its fencing token. */
  record Ended(long seq, String id, long session, int attempt, boolean cancelled, String runner) {}

  private static final String CURRENT =
      """
      SELECT seq, id, session, attempt, cancelled, runner FROM turn
      WHERE id = ? AND attempt = ? AND state = 'RUNNING'
      """;

  private static final String INTEND =
      """
      INSERT INTO step (turn, key, label, state, attempt, at) VALUES (?, ?, ?, 'INTENT', ?, ?)
      ON CONFLICT (turn, key) DO UPDATE
      SET label = excluded.label, attempt = excluded.attempt, at = excluded.at
      WHERE step.state = 'INTENT'
      """;

  private static final String RECORD =
      """
      INSERT INTO step (turn, key, label, state, attempt, result, at)
      VALUES (?, ?, '', 'RESULT', ?, ?, ?)
      ON CONFLICT (turn, key) DO UPDATE
      SET state = 'RESULT', attempt = excluded.attempt, result = excluded.result, at = excluded.at
      WHERE step.state = 'INTENT'
      """;

  private static final String JOURNAL =
      """
      SELECT p.key, p.label, p.state, p.attempt, p.result FROM step p
      WHERE p.turn = (SELECT seq FROM turn WHERE id = ?) ORDER BY p.seq
      """;

  private static final String ASK =
      "UPDATE turn SET state = 'ASKING', question = ?, since = ?, node = '' WHERE seq = ?";

  private static final String END =
      """
      UPDATE turn SET state = ?, since = ?, answer = ?, node = '', cancelled = 0, ready = 0
      WHERE seq = ?
      """;

  private static final String NO_MARKER = "DELETE FROM marker WHERE turn = ?";

  private static final String ANSWERED =
      "SELECT platform_id FROM message WHERE turn = ? ORDER BY seq";

  private static final String INTERRUPT =
      """
      UPDATE turn SET
        state = 'INTERRUPTED', node = '', ready = 0, since = ?, interrupted_at = ?, resumed = ?,
        interruptions = CASE
          WHEN ? THEN interruptions
          WHEN EXISTS (SELECT 1 FROM step p
                       WHERE p.turn = turn.seq AND p.state = 'RESULT' AND p.attempt = turn.attempt)
          THEN 0 ELSE interruptions + 1 END
      WHERE seq = ?
      """;

  private static final String MARKER = "SELECT reason FROM marker WHERE turn = ?";

  private static final String RUNNING =
      """
      SELECT t.id, t.attempt, s.connector, s.chat, s.thread, t.cancelled, s.state
      FROM turn t JOIN session s ON s.id = t.session
      WHERE t.state = 'RUNNING' AND t.node = ?
      """;

  private static final String RUNNING_OF_RUNNER = RUNNING + " AND t.runner = ?";

  private static final String MEMORY =
      """
      SELECT (SELECT group_concat(m.text, char(10) || char(10)) FROM message m
              WHERE m.turn = t.seq AND m.kind = 'TASK'), t.answer
      FROM turn t JOIN turn self ON self.session = t.session AND self.epoch = t.epoch
      WHERE self.id = ? AND t.seq < self.seq AND t.state = 'DONE'
      ORDER BY t.seq DESC LIMIT ?
      """;

  private Turns() {}

  /** The turn of an attempt; throws {@code Fenced} unless it is the current one and RUNNING. */
  static Ended current(Db db, AttemptId attempt) throws SQLException {
    return db.first(CURRENT, Turns::ended, attempt.turn(), attempt.number())
        .orElseThrow(() -> new Fenced(attempt));
  }

  private static Ended ended(ResultSet row) throws SQLException {
    return new Ended(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getInt(4),
        row.getBoolean(5),
        row.getString(6));
  }

  // ── the journal ──────────────────────────────────────────────────────────────────────────────

  static void intend(Tx tx, AttemptId attempt, String key, String label, long now)
      throws SQLException {
    Ended turn = current(tx.db(), attempt);
    tx.db().update(INTEND, turn.seq(), key, label, turn.attempt(), now);
  }

  static void record(Tx tx, AttemptId attempt, String key, String result, long now)
      throws SQLException {
    Ended turn = current(tx.db(), attempt);
    tx.db().update(RECORD, turn.seq(), key, turn.attempt(), result, now);
  }

  static List<Step> journal(Db db, String turn) throws SQLException {
    return db.list(
        JOURNAL,
        row ->
            new Step(
                row.getString(1),
                row.getString(2),
                StepState.valueOf(row.getString(3)),
                row.getInt(4),
                row.getString(5)),
        turn);
  }

  // ── the ends of an attempt ───────────────────────────────────────────────────────────────────

  static void ask(Tx tx, AttemptId attempt, String key, String question, long now)
      throws SQLException {
    Db db = tx.db();
    Ended turn = current(db, attempt);
    db.update(INTEND, turn.seq(), key, "question", turn.attempt(), now);
    db.update(ASK, key, now, turn.seq());
    db.update(NO_MARKER, turn.seq());
    Timeline.note(db, turn.seq(), now, "asked", turn.attempt(), "");
    notice(tx, turn, "question", new Outgoing.Notice(NoticeKind.QUESTION, question), now);
  }

  static void finish(Tx tx, AttemptId attempt, Outcome outcome, List<Outgoing> says, long now)
      throws SQLException {
    Db db = tx.db();
    Ended turn = current(db, attempt);
    String answer = outcome instanceof Outcome.Done done ? done.text() : "";
    end(tx, turn, outcome, answer, now);
    if (says.isEmpty()) {
      return;
    }
    Session session = Sessions.get(db, turn.session());
    String inReplyTo = inReplyTo(db, turn.seq());
    for (Outgoing say : says) {
      if (say instanceof Outgoing.Reply reply) {
        Deliveries.reply(tx, session, turn, reply, inReplyTo, now);
      } else if (say instanceof Outgoing.Notice notice) {
        notice(tx, turn, notice.kind().wire(), notice, now);
      }
    }
  }

  private static void end(Tx tx, Ended turn, Outcome outcome, String answer, long now)
      throws SQLException {
    Db db = tx.db();
    db.update(END, outcome.state().name(), now, answer, turn.seq());
    db.update(NO_MARKER, turn.seq());
    String detail = outcome instanceof Outcome.Failed failed ? failed.code() : "";
    Timeline.note(db, turn.seq(), now, outcome.state().wire(), turn.attempt(), detail);
    Sessions.promote(tx, turn.session());
  }

  private static void notice(Tx tx, Ended turn, String what, Outgoing.Notice notice, long now)
      throws SQLException {
    Deliveries.notice(
        tx,
        Sessions.get(tx.db(), turn.session()),
        turn.id() + "/" + turn.attempt() + "/" + what,
        turn.seq(),
        notice.kind(),
        notice.text(),
        inReplyTo(tx.db(), turn.seq()),
        now);
  }

  static String inReplyTo(Db db, long turn) throws SQLException {
    return Wire.strings(db.list(ANSWERED, row -> row.getString(1), turn));
  }

  static void release(Tx tx, AttemptId attempt, long now) throws SQLException {
    Db db = tx.db();
    Ended turn = current(db, attempt);
    if (turn.cancelled()) {
      end(tx, turn, new Outcome.Cancelled(), "", now);
      return;
    }
    boolean paused = !Sessions.get(db, turn.session()).active();
    String reason = db.first(MARKER, row -> row.getString(1), turn.seq()).orElse("CRASH");
    interrupt(db, turn, paused ? "" : reason, now, now);
    Sessions.promote(tx, turn.session());
  }

  /**
   * Makes a RUNNING turn INTERRUPTED. It counts as an interruption unless its user wanted it.
   *
   * @param reason empty when its user wanted it
   * @param lastSeen the last sign of life of the attempt
   */
  static void interrupt(Db db, Ended turn, String reason, long lastSeen, long now)
      throws SQLException {
    db.update(INTERRUPT, now, lastSeen, reason, reason.isEmpty(), turn.seq());
    Timeline.note(db, turn.seq(), now, "interrupted", turn.attempt(), reason);
  }

  // ── looking ──────────────────────────────────────────────────────────────────────────────────

  static List<RunningTurn> running(Db db, String node, Scope scope) throws SQLException {
    return scope instanceof Scope.OfRunner of
        ? db.list(RUNNING_OF_RUNNER, Turns::runningTurn, node, of.runner())
        : db.list(RUNNING, Turns::runningTurn, node);
  }

  private static RunningTurn runningTurn(ResultSet row) throws SQLException {
    return new RunningTurn(
        new AttemptId(row.getString(1), row.getInt(2)),
        new Address(row.getString(3), row.getString(4), row.getString(5)),
        row.getBoolean(6),
        row.getString(7).equals("SUSPENDED"));
  }

  static List<Exchange> memory(Db db, String turn, int limit) throws SQLException {
    List<Exchange> exchanges =
        new ArrayList<>(
            db.list(
                MEMORY,
                row -> new Exchange(String.valueOf(row.getString(1)), row.getString(2)),
                turn,
                limit));
    Collections.reverse(exchanges);
    return exchanges;
  }
}
