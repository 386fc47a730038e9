package io.holdfast.store.sql;

import io.holdfast.model.Change;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does to a session what was decided about it. */
final class Changes {

  /**
   * What the changes are for.
   *
   * @param key unique for ever; names what is said because of it
   * @param inReplyTo what is said answers this, as a column holds it
   */
  record Cause(String key, String inReplyTo) {}

  private static final String TURN =
      "SELECT seq, state, runner, attempt FROM turn WHERE id = ? AND session = ?";

  private static final String RETRY =
      """
      UPDATE turn SET state = 'QUEUED', since = ?, cancelled = 0, interruptions = 0, resumed = '',
                      interrupted_at = ?, not_before = 0
      WHERE seq = ? RETURNING sender
      """;

  private static final String FORGIVE =
      """
      UPDATE turn SET interruptions = 0, resumed = '', interrupted_at = ?
      WHERE session = ? AND state = 'INTERRUPTED' AND %s RETURNING seq
      """
          .formatted(States.BEGUN);

  private static final String RUNNING_IN =
      "SELECT runner FROM turn WHERE session = ? AND state = 'RUNNING' AND " + States.BEGUN;

  private static final String FORGET = "UPDATE session SET epoch = epoch + 1 WHERE id = ?";

  private final Tx tx;
  private final Session session;
  private final Cause cause;
  private final long now;

  private Changes(Tx tx, Session session, Cause cause, long now) {
    this.tx = tx;
    this.session = session;
    this.cause = cause;
    this.now = now;
  }

  static void apply(Tx tx, Session session, List<Change> changes, Cause cause, long now)
      throws SQLException {
    Changes here = new Changes(tx, session, cause, now);
    int number = 0;
    for (Change change : changes) {
      number++;
      here.apply(change, number);
    }
    Sessions.reconsider(tx, session.id());
  }

  private void apply(Change change, int number) throws SQLException {
    if (change instanceof Change.Cancel cancel) {
      cancel(cancel.turn());
    } else if (change instanceof Change.Resume resume) {
      resume(resume.turn());
    } else if (change instanceof Change.Decide decide) {
      decide(decide);
    } else if (change instanceof Change.Retry retry) {
      retry(retry);
    } else if (change instanceof Change.Activate) {
      activate();
    } else if (change instanceof Change.Suspend) {
      suspend();
    } else if (change instanceof Change.Forget) {
      tx.db().update(FORGET, session.id());
    } else if (change instanceof Change.DoubleTexts chosen) {
      Sessions.choose(tx.db(), session.id(), chosen.policy());
    } else if (change instanceof Change.Deliver) {
      Held.release(tx, session.address().connector(), session.address().chat(), now);
    } else if (change instanceof Change.Answer answer) {
      answer(answer.text(), number);
    }
  }

  private void cancel(String id) throws SQLException {
    Cancel.Turn turn = turn(id);
    if (turn != null && turn.state().open()) {
      Cancel.of(tx, turn, now);
    }
  }

  private void resume(String id) throws SQLException {
    Db db = tx.db();
    Cancel.Turn turn = turn(id);
    if (turn != null
        && (turn.state() == TurnState.ASKING || turn.state() == TurnState.QUARANTINED)) {
      Turns.letGoOn(db, turn.seq(), now);
      Timeline.note(db, turn.seq(), now, "released", turn.attempt(), "");
    }
  }

  private void decide(Change.Decide decide) throws SQLException {
    Optional<Questions.Open> asked = Questions.of(tx.db(), decide.turn());
    if (asked.isPresent()) {
      Questions.decide(tx, asked.get(), decide.decision(), now);
    }
  }

  private void retry(Change.Retry retry) throws SQLException {
    Db db = tx.db();
    Cancel.Turn turn = turn(retry.turn());
    if (turn != null && (turn.state() == TurnState.FAILED || turn.state() == TurnState.CANCELLED)) {
      Drafts.drop(db, turn.seq());
      String sender = db.first(RETRY, row -> row.getString(1), now, now, turn.seq()).orElseThrow();
      if (retry.runner().isPresent()) {
        Reroute.move(db, turn.seq(), sender, retry.runner().get());
      }
      Timeline.note(db, turn.seq(), now, "retried", turn.attempt(), "");
    }
  }

  private void activate() throws SQLException {
    Db db = tx.db();
    Sessions.setState(db, session.id(), SessionState.ACTIVE);
    if (session.active()) {
      return;
    }
    Optional<Long> forgiven = db.first(FORGIVE, row -> row.getLong(1), now, session.id());
    if (forgiven.isPresent()) {
      Turns.unmark(db, forgiven.get());
    }
  }

  private void suspend() throws SQLException {
    Sessions.setState(tx.db(), session.id(), SessionState.SUSPENDED);
    tx.db().first(RUNNING_IN, row -> row.getString(1), session.id()).ifPresent(tx::control);
  }

  private void answer(String text, int number) throws SQLException {
    String key = cause.key() + "/" + number;
    Deliveries.notice(tx, session, key, null, NoticeKind.COMMAND, text, cause.inReplyTo(), now);
  }

  private Cancel.@Nullable Turn turn(String id) throws SQLException {
    return tx.db()
        .first(
            TURN,
            row ->
                new Cancel.Turn(
                    row.getLong(1),
                    TurnState.valueOf(row.getString(2)),
                    row.getString(3),
                    row.getInt(4)),
            id,
            session.id())
        .orElse(null);
  }
}
