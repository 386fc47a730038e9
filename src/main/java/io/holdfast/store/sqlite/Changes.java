package io.holdfast.store.sqlite;

import io.holdfast.model.Change;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a command sees of its session, and does to it. */
final class Changes {

  private record Target(long seq, String runner, String sender, TurnState state, int attempt) {}

  private static final String FACTS =
      """
      SELECT t.id, t.state,
             coalesce((SELECT substr(m.text, 1, 200) FROM message m
                       WHERE m.turn = t.seq AND m.kind = 'TASK' ORDER BY m.seq LIMIT 1), ''),
             (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'), t.since
      FROM turn t WHERE t.session = ? AND %s
      """;

  private static final String OPEN_FACTS =
      FACTS.formatted("t." + States.BEGUN)
          + " UNION ALL SELECT * FROM ("
          + FACTS.formatted("t.state = 'QUEUED'")
          + " ORDER BY t.seq)";

  private static final String LAST_ENDED =
      FACTS.formatted("t." + States.ENDED) + " ORDER BY t.seq DESC LIMIT 1";

  private static final String TARGET =
      "SELECT seq, runner, sender, state, attempt FROM turn WHERE id = ? AND session = ?";

  private static final String FLAG = "UPDATE turn SET cancelled = 1 WHERE seq = ?";

  private static final String CANCEL =
      """
      UPDATE turn SET state = 'CANCELLED', since = ?, ready = 0, question = NULL, cancelled = 0
      WHERE seq = ?
      """;

  private static final String NO_MARKER = "DELETE FROM marker WHERE turn = ?";

  private static final String RESUME =
      """
      UPDATE turn SET state = 'INTERRUPTED', interruptions = 0, resumed = '', question = NULL,
                      interrupted_at = ?, since = ?, ready = 0
      WHERE seq = ?
      """;

  private static final String RETRY =
      """
      UPDATE turn SET state = 'QUEUED', interruptions = 0, resumed = '', cancelled = 0, tag = ?,
                      since = ?, ready = 0
      WHERE seq = ?
      """;

  private static final String RUNNERS =
      "SELECT runner FROM turn WHERE session = ? AND " + States.BEGUN + " AND state = 'RUNNING'";

  private static final String FORGET = "UPDATE session SET epoch = epoch + 1 WHERE id = ?";

  private final Tx tx;
  private final Db db;
  private final Session session;
  private final String message;
  private final String platformId;
  private final long now;

  Changes(Tx tx, Session session, String message, String platformId, long now) {
    this.tx = tx;
    this.db = tx.db();
    this.session = session;
    this.message = message;
    this.platformId = platformId;
    this.now = now;
  }

  static SessionFacts facts(Db db, Session session) throws SQLException {
    List<TurnFacts> open = db.list(OPEN_FACTS, Changes::turn, session.id(), session.id());
    Optional<TurnFacts> ended =
        db.first(LAST_ENDED, Changes::turn, session.id())
            .filter(turn -> turn.state() != TurnState.DONE);
    return new SessionFacts(session.state(), open, ended);
  }

  private static TurnFacts turn(ResultSet row) throws SQLException {
    return new TurnFacts(
        row.getString(1),
        TurnState.valueOf(row.getString(2)),
        row.getString(3),
        row.getInt(4),
        row.getLong(5));
  }

  void apply(Change change) throws SQLException {
    if (change instanceof Change.Cancel cancel) {
      cancel(target(cancel.turn()));
    } else if (change instanceof Change.Resume resume) {
      resume(target(resume.turn()));
    } else if (change instanceof Change.Retry retry) {
      retry(target(retry.turn()));
    } else if (change instanceof Change.Activate) {
      Sessions.setState(db, session.id(), SessionState.ACTIVE);
      Sessions.reconsider(tx, session.id());
    } else if (change instanceof Change.Suspend) {
      suspend();
    } else if (change instanceof Change.Forget) {
      db.update(FORGET, session.id());
    } else if (change instanceof Change.Answer answer) {
      answer(answer.text());
    }
  }

  private Target target(String turn) throws SQLException {
    return db.first(
            TARGET,
            row ->
                new Target(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    TurnState.valueOf(row.getString(4)),
                    row.getInt(5)),
            turn,
            session.id())
        .orElseThrow();
  }

  private void cancel(Target turn) throws SQLException {
    if (turn.state() == TurnState.RUNNING) {
      db.update(FLAG, turn.seq());
      tx.control(turn.runner());
      return;
    }
    db.update(CANCEL, now, turn.seq());
    db.update(NO_MARKER, turn.seq());
    Timeline.note(db, turn.seq(), now, "cancelled", turn.attempt(), "by its user");
    Sessions.promote(tx, session.id());
  }

  private void resume(Target turn) throws SQLException {
    db.update(RESUME, now, now, turn.seq());
    Timeline.note(db, turn.seq(), now, "let go on", turn.attempt(), "by its user");
    Sessions.reconsider(tx, session.id());
  }

  private void retry(Target turn) throws SQLException {
    db.update(RETRY, Inbox.tag(db, turn.runner(), turn.sender()), now, turn.seq());
    Timeline.note(db, turn.seq(), now, "retried", turn.attempt(), "by its user");
    Sessions.reconsider(tx, session.id());
  }

  private void suspend() throws SQLException {
    Sessions.setState(db, session.id(), SessionState.SUSPENDED);
    Sessions.hold(db, session.id());
    db.list(RUNNERS, row -> row.getString(1), session.id()).forEach(tx::control);
  }

  private void answer(String text) throws SQLException {
    Deliveries.notice(
        tx,
        session,
        "command/" + message,
        null,
        NoticeKind.COMMAND,
        text,
        Wire.strings(List.of(platformId)),
        now);
  }
}
