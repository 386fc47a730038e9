package io.holdfast.store.sqlite;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Acceptance.Refused;
import io.holdfast.model.Change;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.TurnState;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a message or a command is committed, once. */
final class Inbox {

  /** The turn of a session that has begun and not ended. */
  private record Begun(
      long seq, String id, TurnState state, @Nullable String question, String runner) {}

  /** A turn that takes a message. */
  private record Taker(long seq, String id, TurnState state, String kind) {}

  private static final String SEEN =
      """
      SELECT m.fingerprint, m.id, coalesce(t.id, ''), coalesce(t.state, 'DONE')
      FROM message m LEFT JOIN turn t ON t.seq = m.turn
      WHERE m.connector = ? AND m.platform_id = ?
      """;

  private static final String BEGUN =
      "SELECT seq, id, state, question, runner FROM turn WHERE session = ? AND " + States.BEGUN;

  private static final String WAITING =
      "SELECT count(*) FROM turn WHERE session = ? AND state = 'QUEUED'";

  private static final String LAST_WAITING =
      "SELECT seq, id FROM turn WHERE session = ? AND state = 'QUEUED' ORDER BY seq DESC LIMIT 1";

  private static final String NEW_TURN =
      """
      INSERT INTO turn (id, session, runner, sender, tag, state, ready, epoch, since)
      VALUES (?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?) RETURNING seq
      """;

  /** A sender's next turn comes one round after its last, but never before what is claimed now. */
  private static final String TAG =
      """
      INSERT INTO fair (runner, sender, tag)
      VALUES (?, ?, coalesce((SELECT f.tag FROM fair f WHERE f.runner = ? AND f.sender = ''), 0))
      ON CONFLICT (runner, sender) DO UPDATE SET tag = max(tag + 1, excluded.tag) RETURNING tag
      """;

  private static final String NEW_MESSAGE =
      """
      INSERT INTO message (id, session, turn, kind, connector, platform_id, fingerprint, sender_id,
                           sender_name, text, attachments, sent_at, accepted_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ANSWER_STEP =
      """
      UPDATE step SET state = 'RESULT', result = ?, at = ?
      WHERE turn = ? AND key = ? AND state = 'INTENT'
      """;

  private static final String ANSWERED =
      """
      UPDATE turn SET state = 'INTERRUPTED', question = NULL, resumed = '', interruptions = 0,
                      interrupted_at = ?, since = ?, ready = 0
      WHERE seq = ?
      """;

  private Inbox() {}

  static Acceptance accept(Tx tx, Inbound message, Route route, String heldNotice, long now)
      throws SQLException {
    Db db = tx.db();
    Optional<Acceptance> seen = seen(db, message);
    if (seen.isPresent()) {
      return seen.get();
    }
    Optional<Session> known = Sessions.find(db, message.address());
    Optional<Begun> begun =
        known.isPresent() ? db.first(BEGUN, Inbox::begun, known.get().id()) : Optional.empty();
    if (begun.isPresent() && begun.get().question() != null) {
      return store(
          tx, message, known.get(), answer(tx, message, begun.get(), known.get(), now), now);
    }
    long waiting = known.isPresent() ? db.number(WAITING, known.get().id()) : 0;
    boolean busy = begun.isPresent() || waiting > 0;
    if (busy && route.doubleText() == DoubleText.REJECT) {
      return new Refused(RejectCode.BUSY, "the agent is busy with an earlier message");
    }
    boolean joins = waiting > 0 && route.doubleText() == DoubleText.COLLECT;
    if (!joins && waiting >= route.maxQueue()) {
      return new Refused(RejectCode.QUEUE_FULL, waiting + " messages wait already");
    }
    Session session = known.isPresent() ? known.get() : Sessions.create(db, message.address());
    Taker taker = joins ? join(db, session) : newTurn(tx, message, route, session, busy, now);
    Accepted accepted = store(tx, message, session, taker, now);
    if (!session.active() || begun.filter(Inbox::waitsForItsUser).isPresent()) {
      held(tx, session, accepted, message, heldNotice, now);
    }
    return accepted;
  }

  private static boolean waitsForItsUser(Begun turn) {
    return turn.state() == TurnState.ASKING || turn.state() == TurnState.QUARANTINED;
  }

  private static Optional<Acceptance> seen(Db db, Inbound message) throws SQLException {
    return db.first(
        SEEN, row -> seen(row, message), message.address().connector(), message.platformId());
  }

  private static Acceptance seen(ResultSet row, Inbound message) throws SQLException {
    return row.getString(1).equals(message.fingerprint())
        ? new Accepted(
            row.getString(2), row.getString(3), TurnState.valueOf(row.getString(4)), true)
        : new Refused(RejectCode.ID_REUSED, "this id was used before, for another message");
  }

  private static Taker answer(Tx tx, Inbound message, Begun turn, Session session, long now)
      throws SQLException {
    Db db = tx.db();
    db.update(ANSWER_STEP, message.text(), now, turn.seq(), turn.question());
    db.update(ANSWERED, now, now, turn.seq());
    Timeline.note(db, turn.seq(), now, "answered", 0, "");
    Sessions.promote(tx, session.id());
    return new Taker(turn.seq(), turn.id(), TurnState.INTERRUPTED, "ANSWER");
  }

  private static Taker join(Db db, Session session) throws SQLException {
    return db.first(
            LAST_WAITING,
            row -> new Taker(row.getLong(1), row.getString(2), TurnState.QUEUED, "TASK"),
            session.id())
        .orElseThrow();
  }

  private static Taker newTurn(
      Tx tx, Inbound message, Route route, Session session, boolean busy, long now)
      throws SQLException {
    String id = newId();
    String sender = sender(message);
    boolean ready = session.active() && !busy;
    long seq =
        tx.db()
            .number(
                NEW_TURN,
                id,
                session.id(),
                route.runner(),
                sender,
                tag(tx.db(), route.runner(), sender),
                ready ? 1 : 0,
                session.epoch(),
                now);
    if (ready) {
      tx.work(route.runner());
    }
    return new Taker(seq, id, TurnState.QUEUED, "TASK");
  }

  /** The place in the fair order of a sender's next turn. */
  static long tag(Db db, String runner, String sender) throws SQLException {
    return db.number(TAG, runner, sender, runner);
  }

  private static String sender(Inbound message) {
    return message.address().connector() + "/" + message.sender().id();
  }

  private static Accepted store(Tx tx, Inbound message, Session session, Taker taker, long now)
      throws SQLException {
    String id = newId();
    insert(tx.db(), id, message, session, taker.seq(), taker.kind(), now);
    return new Accepted(id, taker.id(), taker.state(), false);
  }

  private static void insert(
      Db db,
      String id,
      Inbound message,
      Session session,
      @Nullable Long turn,
      String kind,
      long now)
      throws SQLException {
    db.update(
        NEW_MESSAGE,
        id,
        session.id(),
        turn,
        kind,
        message.address().connector(),
        message.platformId(),
        message.fingerprint(),
        message.sender().id(),
        message.sender().name(),
        message.text(),
        Wire.attachments(message.attachments()),
        message.sentAt(),
        now);
  }

  private static void held(
      Tx tx, Session session, Accepted accepted, Inbound message, String text, long now)
      throws SQLException {
    Deliveries.notice(
        tx,
        session,
        "held/" + accepted.message(),
        null,
        NoticeKind.SUSPENDED,
        text,
        Wire.strings(List.of(message.platformId())),
        now);
  }

  static Acceptance command(
      Tx tx, Inbound message, Function<SessionFacts, List<Change>> decision, long now)
      throws SQLException {
    Db db = tx.db();
    Optional<Acceptance> seen = seen(db, message);
    if (seen.isPresent()) {
      return seen.get();
    }
    Session session = Sessions.findOrCreate(db, message.address());
    List<Change> changes = decision.apply(Changes.facts(db, session));
    String id = newId();
    insert(db, id, message, session, null, "COMMAND", now);
    Changes changing = new Changes(tx, session, id, message.platformId(), now);
    for (Change change : changes) {
      changing.apply(change);
    }
    return new Accepted(id, "", TurnState.DONE, false);
  }

  private static String newId() {
    return UuidCreator.getTimeOrderedEpochPlus1().toString();
  }

  private static Begun begun(ResultSet row) throws SQLException {
    return new Begun(
        row.getLong(1),
        row.getString(2),
        TurnState.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5));
  }
}
