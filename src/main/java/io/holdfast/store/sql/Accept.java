package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Decision;
import io.holdfast.model.DoubleText;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Permission;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.SessionKey;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Inbox.Offer;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A message in: which turn takes it. */
final class Accept implements Operation<Acceptance> {

  /** The session's turn that has begun and not ended. */
  private record Begun(long seq, String id, TurnState state, Optional<Questions.Open> asked) {

    /** Whether nothing goes on before the user decides. */
    boolean stuck() {
      return state == TurnState.QUARANTINED || (state == TurnState.ASKING && asked.isEmpty());
    }

    Optional<Permission> permission(Db db, long now) throws SQLException {
      return asked.isPresent() ? asked.get().permission(db, now) : Optional.empty();
    }
  }

  /**
   * The session's queue.
   *
   * @param last the seq of its last turn, 0 when it is empty
   */
  private record Queue(int size, long last) {}

  private record Taken(String id, TurnState state) {}

  private static final String OF_SESSION = "session = (SELECT id FROM session WHERE key = ?) AND ";

  private static final String BEGUN =
      "SELECT seq, id, state, attempt, session, question, approvers, since FROM turn WHERE "
          + OF_SESSION
          + States.BEGUN;

  private static final String QUEUE =
      "SELECT count(*), coalesce(max(seq), 0) FROM turn WHERE " + OF_SESSION + "state = 'QUEUED'";

  /** Only a turn that no attempt has worked on may grow, and only within its memory and runner. */
  private static final String JOINABLE =
      """
      SELECT id FROM turn
      WHERE seq = ? AND attempt = 0 AND epoch = ? AND runner = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO turn (id, session, runner, sender, tag, state, ready, epoch, since)
      VALUES (?, ?, ?, ?, (SELECT tag FROM fair WHERE runner = ?3 AND sender = ?4), 'QUEUED', ?, ?, ?)
      """;

  private static final String SEQ = "SELECT seq FROM turn WHERE id = ?";

  private final Offer offer;
  private final Route route;
  private final String heldNotice;
  private final long now;

  Accept(Offer offer, Route route, String heldNotice, long now) {
    this.offer = offer;
    this.route = route;
    this.heldNotice = heldNotice;
    this.now = now;
  }

  @Override
  public Acceptance run(Tx tx) throws SQLException {
    Db db = tx.db();
    Address address = offer.inbound().address();
    String key = SessionKey.of(address).text();
    Db.Later<Optional<Acceptance>> before = Inbox.known(db, offer);
    Db.Later<Optional<Session>> found = Sessions.findLater(db, key);
    Db.Later<Optional<Begun>> asked = db.firstLater(BEGUN, Accept::begun, key);
    Db.Later<Optional<Queue>> queued = db.firstLater(QUEUE, Accept::queue, key);
    Optional<Acceptance> known = before.get();
    if (known.isPresent()) {
      return known.get();
    }
    Optional<Session> old = found.get();
    Session session = old.isPresent() ? old.get() : Sessions.create(db, address);
    Optional<Begun> begun = asked.get();
    Optional<Acceptance> answered = answered(tx, session, begun);
    if (answered.isPresent()) {
      return answered.get();
    }
    Queue queue = queued.get().orElseThrow();
    boolean busy = begun.isPresent() || queue.size() > 0;
    if (busy && route.doubleText() == DoubleText.REJECT) {
      return new Acceptance.Refused(RejectCode.BUSY, "the previous message is still worked on");
    }
    Optional<Taken> joined = join(tx.db(), session, begun, queue);
    if (joined.isEmpty() && queue.size() >= route.maxQueue()) {
      return new Acceptance.Refused(
          RejectCode.QUEUE_FULL, queue.size() + " messages wait here already");
    }
    Taken turn = joined.isPresent() ? joined.get() : begin(tx, session, !busy);
    boolean held = !session.active() || begun.map(Begun::stuck).orElse(false);
    Optional<Permission> permission =
        begun.isPresent() ? begun.get().permission(db, now) : Optional.empty();
    Optional<String> waits = permission.map(Permission::waiting);
    return take(tx, session, turn, Inbox.Kind.TASK, held ? heldNotice : waits.orElse(""));
  }

  /** What becomes of it as a word about something that was asked; empty for a message like any. */
  private Optional<Acceptance> answered(Tx tx, Session session, Optional<Begun> begun)
      throws SQLException {
    Optional<Questions.Open> asked = begun.flatMap(Begun::asked);
    boolean word = Decision.word(offer.inbound().text()).isPresent();
    if (asked.isEmpty()) {
      return word ? tooLate(tx, session) : Optional.empty();
    }
    Optional<Permission> permission = asked.get().permission(tx.db(), now);
    if (permission.isEmpty()) {
      return Optional.of(answer(tx, session, asked.get(), offer.inbound().words(), ""));
    }
    if (permission.get().mayDecide(offer.inbound().sender())) {
      if (word && permission.get().sudden()) {
        return Optional.of(told(tx, session, Permission.readFirst()));
      }
      String said = word ? offer.inbound().text() : offer.inbound().words();
      Decision decision = Decision.said(said);
      String detail = Decision.of(decision.kind()).recorded();
      return Optional.of(answer(tx, session, asked.get(), decision.recorded(), detail));
    }
    return word ? Optional.of(told(tx, session, permission.get().notYours())) : Optional.empty();
  }

  private Acceptance answer(
      Tx tx, Session session, Questions.Open asked, String answer, String detail)
      throws SQLException {
    Questions.answer(tx, asked, answer, detail, now);
    Taken turn = new Taken(asked.id(), TurnState.INTERRUPTED);
    return take(tx, session, turn, Inbox.Kind.ANSWER, session.active() ? "" : heldNotice);
  }

  private Optional<Acceptance> tooLate(Tx tx, Session session) throws SQLException {
    Optional<String> decided =
        Questions.decided(tx.db(), session.id(), now - Questions.MEANT_FOR)
            .filter(last -> !last.sender().equals(offer.inbound().sender().id()))
            .map(last -> Permission.tooLate(last.permission().decided()));
    return decided.isPresent() ? Optional.of(told(tx, session, decided.get())) : Optional.empty();
  }

  /** It is for no turn, and whoever wrote it is told why. */
  private Acceptance told(Tx tx, Session session, String why) throws SQLException {
    String message = Inbox.add(tx.db(), offer, session, "", Inbox.Kind.COMMAND, now);
    String about = Wire.strings(List.of(offer.inbound().platformId()));
    Deliveries.notice(tx, session, message + "/told", null, NoticeKind.COMMAND, why, about, now);
    return new Acceptance.Accepted(message, "", TurnState.DONE, false);
  }

  /**
   * @param waits why it has to wait for somebody, to tell its sender; empty where it has not
   */
  private Acceptance take(Tx tx, Session session, Taken turn, Inbox.Kind kind, String waits)
      throws SQLException {
    String message = Inbox.add(tx.db(), offer, session, turn.id(), kind, now);
    if (!waits.isEmpty()) {
      String about = Wire.strings(List.of(offer.inbound().platformId()));
      long seq = tx.db().number(SEQ, turn.id());
      Deliveries.notice(
          tx, session, message + "/held", seq, NoticeKind.SUSPENDED, waits, about, now);
    }
    return new Acceptance.Accepted(message, turn.id(), turn.state(), false);
  }

  private Optional<Taken> join(Db db, Session session, Optional<Begun> begun, Queue queue)
      throws SQLException {
    boolean last = queue.last() > begun.map(Begun::seq).orElse(0L);
    if (route.doubleText() != DoubleText.COLLECT || !last) {
      return Optional.empty();
    }
    return db.first(
        JOINABLE,
        row -> new Taken(row.getString(1), TurnState.QUEUED),
        queue.last(),
        session.epoch(),
        route.runner());
  }

  private Taken begin(Tx tx, Session session, boolean first) throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    String sender =
        Fair.sender(offer.inbound().address().connector(), offer.inbound().sender().id());
    Fair.next(tx.db(), route.runner(), sender);
    boolean ready = first && session.active();
    tx.db()
        .run(INSERT, id, session.id(), route.runner(), sender, ready ? 1 : 0, session.epoch(), now);
    if (ready) {
      tx.work(route.runner());
    }
    return new Taken(id, TurnState.QUEUED);
  }

  private static Queue queue(Columns row) throws SQLException {
    return new Queue(row.getInt(1), row.getLong(2));
  }

  private static Begun begun(Columns row) throws SQLException {
    long seq = row.getLong(1);
    String id = row.getString(2);
    String question = row.getString(6);
    Optional<Questions.Open> asked =
        question == null
            ? Optional.empty()
            : Optional.of(
                new Questions.Open(
                    seq,
                    id,
                    row.getInt(4),
                    row.getLong(5),
                    question,
                    row.getString(7),
                    row.getLong(8)));
    return new Begun(seq, id, TurnState.valueOf(row.getString(3)), asked);
  }
}
