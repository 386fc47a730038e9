package io.holdfast.store.sql;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Decision;
import io.holdfast.model.DoubleText;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Permission;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.SessionKey;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Inbox.Offer;
import io.holdfast.store.sql.Sessions.Session;
import io.holdfast.store.sql.Waiting.Queue;
import io.holdfast.store.sql.Waiting.Taken;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A message in: which turn takes it. */
final class Accept implements Operation<Acceptance> {

  /**
   * The session's turn that has begun and not ended.
   *
   * @param memory the epoch of the memory that it belongs to
   * @param steerable whether it takes messages while it runs
   * @param ending whether it was asked to end
   */
  private record Begun(
      String id,
      Cancel.Turn turn,
      Optional<Questions.Open> asked,
      int memory,
      boolean steerable,
      boolean ending) {

    long seq() {
      return turn.seq();
    }

    TurnState state() {
      return turn.state();
    }

    /** Whether it is worked on, or will be without anybody's word. */
    boolean goesOn() {
      return state() == TurnState.RUNNING || state() == TurnState.INTERRUPTED;
    }

    /** Whether nothing goes on before the user decides. */
    boolean stuck() {
      return state() == TurnState.QUARANTINED || (state() == TurnState.ASKING && asked.isEmpty());
    }

    Optional<Permission> permission(Db db, long sentAt, long now) throws SQLException {
      return asked.isPresent() ? asked.get().permission(db, sentAt, now) : Optional.empty();
    }
  }

  private static final String OF_SESSION = "session = (SELECT id FROM session WHERE key = ?) AND ";

  private static final String BEGUN =
      "SELECT seq, id, state, attempt, session, question, approvers, since, runner, epoch,"
          + " steerable, cancelled FROM turn WHERE "
          + OF_SESSION
          + States.BEGUN;

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
    Db.Later<Optional<Queue>> queued = Waiting.queue(db, key);
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
    return place(tx, session, begun, queued.get().orElseThrow());
  }

  private Acceptance place(Tx tx, Session session, Optional<Begun> begun, Queue queue)
      throws SQLException {
    DoubleText policy = session.doubleText().orElse(route.doubleText());
    boolean waits = queue.size() > 0;
    if (policy == DoubleText.REJECT && (waits || begun.isPresent())) {
      return new Acceptance.Refused(RejectCode.BUSY, "the previous message is still worked on");
    }
    if (policy == DoubleText.STEER && !waits && steers(session, begun)) {
      return steer(tx, session, begun.orElseThrow());
    }
    Queue before = behind(tx, session, begun, queue);
    Waiting waiting = new Waiting(tx, session, route, policy, now);
    Optional<Taken> joined = waiting.join(before, begun.map(Begun::seq).orElse(0L));
    if (joined.isEmpty() && before.size() >= route.maxQueue()) {
      return new Acceptance.Refused(
          RejectCode.QUEUE_FULL, before.size() + " messages wait here already");
    }
    boolean first = begun.isEmpty() && !waits;
    Taken turn = joined.isPresent() ? joined.get() : waiting.begin(offer.inbound(), first);
    if (policy == DoubleText.INTERRUPT && session.active() && begun.isPresent()) {
      interrupt(tx, session, begun.get());
    }
    return take(tx, session, turn, Inbox.Kind.TASK, waitsFor(tx.db(), session, begun));
  }

  /** What is queued before the message, with what the turn that has begun has not taken. */
  private Queue behind(Tx tx, Session session, Optional<Begun> begun, Queue queue)
      throws SQLException {
    boolean left =
        begun.isPresent() && begun.get().steerable() && Arrivals.leave(tx, begun.get().seq(), now);
    return left
        ? Waiting.queue(tx.db(), SessionKey.of(session.address()).text()).get().orElseThrow()
        : queue;
  }

  /** Why it has to wait for somebody, to tell its sender; empty where it has not. */
  private String waitsFor(Db db, Session session, Optional<Begun> begun) throws SQLException {
    if (!session.active() || begun.map(Begun::stuck).orElse(false)) {
      return heldNotice;
    }
    Optional<Permission> permission =
        begun.isPresent()
            ? begun.get().permission(db, offer.inbound().sentAt(), now)
            : Optional.empty();
    return permission.map(Permission::waiting).orElse("");
  }

  /** What becomes of it as a word about something that was asked; empty for a message like any. */
  private Optional<Acceptance> answered(Tx tx, Session session, Optional<Begun> begun)
      throws SQLException {
    Optional<Questions.Open> asked = begun.flatMap(Begun::asked);
    boolean word = Decision.word(offer.inbound().text()).isPresent();
    if (asked.isEmpty()) {
      return word ? tooLate(tx, session) : Optional.empty();
    }
    long sentAt = offer.inbound().sentAt();
    Optional<Permission> permission = asked.get().permission(tx.db(), sentAt, now);
    if ((permission.isEmpty() || !word) && asked.get().unread(tx.db(), sentAt)) {
      return Optional.empty();
    }
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

  private boolean steers(Session session, Optional<Begun> begun) {
    return begun
        .filter(Begun::goesOn)
        .filter(turn -> turn.steerable() && !turn.ending())
        .filter(turn -> turn.memory() == session.epoch())
        .filter(turn -> turn.turn().runner().equals(route.runner()))
        .isPresent();
  }

  /** The turn's runner is told, unless it has none now and sees it when it begins. */
  private Acceptance steer(Tx tx, Session session, Begun begun) throws SQLException {
    tx.control(begun.turn().runner());
    Taken turn = new Taken(begun.id(), begun.state());
    return take(tx, session, turn, Inbox.Kind.STEERING, session.active() ? "" : heldNotice);
  }

  /** Of one that is RUNNING, whoever ends it says that it has stopped. */
  private void interrupt(Tx tx, Session session, Begun begun) throws SQLException {
    if (!begun.goesOn()) {
      return;
    }
    Cancel.of(tx, begun.turn(), now);
    if (begun.state() == TurnState.INTERRUPTED) {
      String key = begun.id() + "/" + begun.turn().attempt() + "/stopped";
      String about = Inbox.inReplyTo(tx.db(), begun.seq());
      Deliveries.notice(
          tx,
          session,
          key,
          begun.seq(),
          NoticeKind.COMMAND,
          Outcome.Cancelled.SENTENCE,
          about,
          now);
      Sessions.promote(tx, session.id());
    }
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
    TurnState state = TurnState.valueOf(row.getString(3));
    Cancel.Turn turn = new Cancel.Turn(seq, state, row.getString(9), row.getInt(4));
    return new Begun(id, turn, asked, row.getInt(10), row.getBoolean(11), row.getBoolean(12));
  }
}
