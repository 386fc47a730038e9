package io.holdfast.store.sqlite;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Change;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.store.sqlite.Inbox.Offer;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A slash command: what it decides on and what it does, in one transaction with its inbox row. */
final class Command implements Operation<Acceptance> {

  private record Turn(long seq, TurnState state, String runner, int attempt) {}

  private static final String FACTS =
      """
      SELECT t.id, t.state,
        coalesce((SELECT substr(m.text, 1, 200) FROM message m WHERE m.turn = t.seq
                  ORDER BY m.seq LIMIT 1), ''),
        (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'), t.since, t.seq
      FROM turn t WHERE t.session = ? AND t.%s
      """;

  private static final String OPEN =
      FACTS.formatted(States.BEGUN)
          + " UNION ALL "
          + FACTS.formatted("state = 'QUEUED'")
          + " ORDER BY 6";

  private static final String LAST_ENDED =
      FACTS.formatted(States.ENDED) + " ORDER BY t.seq DESC LIMIT 1";

  private static final String TURN =
      "SELECT seq, state, runner, attempt FROM turn WHERE id = ? AND session = ?";

  private static final String ASK_TO_END = "UPDATE turn SET cancelled = 1 WHERE seq = ?";

  private static final String CANCEL =
      """
      UPDATE turn SET state = 'CANCELLED', since = ?, ready = 0, question = NULL WHERE seq = ?
      """;

  private static final String RETRY =
      """
      UPDATE turn SET state = 'QUEUED', since = ?, cancelled = 0, interruptions = 0, resumed = '',
                      interrupted_at = ?
      WHERE seq = ?
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

  private final Offer offer;
  private final Function<SessionFacts, List<Change>> decision;
  private final long now;

  Command(Offer offer, Function<SessionFacts, List<Change>> decision, long now) {
    this.offer = offer;
    this.decision = decision;
    this.now = now;
  }

  @Override
  public Acceptance run(Tx tx) throws SQLException {
    Db db = tx.db();
    Optional<Acceptance> known = Inbox.known(db, offer);
    if (known.isPresent()) {
      return known.get();
    }
    Session session = Sessions.findOrCreate(db, offer.inbound().address());
    List<Change> changes = decision.apply(facts(db, session));
    String message = Inbox.add(db, offer, session, null, Inbox.Kind.COMMAND, now);
    int number = 0;
    for (Change change : changes) {
      number++;
      apply(tx, session, change, message + "/" + number);
    }
    Sessions.reconsider(tx, session.id());
    return new Acceptance.Accepted(message, "", TurnState.DONE, false);
  }

  private static SessionFacts facts(Db db, Session session) throws SQLException {
    Optional<TurnFacts> ended =
        db.first(LAST_ENDED, Command::turnFacts, session.id())
            .filter(turn -> turn.state() != TurnState.DONE);
    List<TurnFacts> open = db.list(OPEN, Command::turnFacts, session.id(), session.id());
    return new SessionFacts(session.state(), open, ended);
  }

  private void apply(Tx tx, Session session, Change change, String key) throws SQLException {
    if (change instanceof Change.Cancel cancel) {
      cancel(tx, session, cancel.turn());
    } else if (change instanceof Change.Resume resume) {
      resume(tx.db(), session, resume.turn());
    } else if (change instanceof Change.Retry retry) {
      retry(tx.db(), session, retry.turn());
    } else if (change instanceof Change.Activate) {
      activate(tx.db(), session);
    } else if (change instanceof Change.Suspend) {
      suspend(tx, session);
    } else if (change instanceof Change.Forget) {
      tx.db().update(FORGET, session.id());
    } else if (change instanceof Change.Answer answer) {
      answer(tx, session, answer.text(), key);
    }
  }

  private void cancel(Tx tx, Session session, String id) throws SQLException {
    Turn turn = turn(tx.db(), session, id);
    if (turn == null || !turn.state().open()) {
      return;
    }
    if (turn.state() == TurnState.RUNNING) {
      tx.db().update(ASK_TO_END, turn.seq());
      tx.control(turn.runner());
      return;
    }
    tx.db().update(CANCEL, now, turn.seq());
    Turns.unmark(tx.db(), turn.seq());
    Timeline.note(tx.db(), turn.seq(), now, "cancelled", turn.attempt(), "");
  }

  private void resume(Db db, Session session, String id) throws SQLException {
    Turn turn = turn(db, session, id);
    if (turn != null
        && (turn.state() == TurnState.ASKING || turn.state() == TurnState.QUARANTINED)) {
      Turns.letGoOn(db, turn.seq(), now);
      Timeline.note(db, turn.seq(), now, "released", turn.attempt(), "");
    }
  }

  private void retry(Db db, Session session, String id) throws SQLException {
    Turn turn = turn(db, session, id);
    if (turn != null && (turn.state() == TurnState.FAILED || turn.state() == TurnState.CANCELLED)) {
      db.update(RETRY, now, now, turn.seq());
      Timeline.note(db, turn.seq(), now, "retried", turn.attempt(), "");
    }
  }

  private void activate(Db db, Session session) throws SQLException {
    Sessions.setState(db, session.id(), SessionState.ACTIVE);
    if (session.active()) {
      return;
    }
    Optional<Long> forgiven = db.first(FORGIVE, row -> row.getLong(1), now, session.id());
    if (forgiven.isPresent()) {
      Turns.unmark(db, forgiven.get());
    }
  }

  private static void suspend(Tx tx, Session session) throws SQLException {
    Sessions.setState(tx.db(), session.id(), SessionState.SUSPENDED);
    tx.db().first(RUNNING_IN, row -> row.getString(1), session.id()).ifPresent(tx::control);
  }

  private void answer(Tx tx, Session session, String text, String key) throws SQLException {
    String about = Wire.strings(List.of(offer.inbound().platformId()));
    Deliveries.notice(tx, session, key, null, NoticeKind.COMMAND, text, about, now);
  }

  private static @Nullable Turn turn(Db db, Session session, String id) throws SQLException {
    return db.first(
            TURN,
            row ->
                new Turn(
                    row.getLong(1),
                    TurnState.valueOf(row.getString(2)),
                    row.getString(3),
                    row.getInt(4)),
            id,
            session.id())
        .orElse(null);
  }

  private static TurnFacts turnFacts(ResultSet row) throws SQLException {
    return new TurnFacts(
        row.getString(1),
        TurnState.valueOf(row.getString(2)),
        row.getString(3),
        row.getInt(4),
        row.getLong(5));
  }
}
