package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.Decision;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Permission;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What turns ask, and how they come to their answers. */
final class Questions {

  /**
   * An open question.
   *
   * @param turn the turn's seq
   * @param id the turn's id
   * @param attempt the number of the attempt that asked
   * @param key of the step that the answer is the RESULT of
   * @param approvers who may decide, as the column has it; null where no permission is asked
   * @param since when it was asked
   */
  record Open(
      long turn,
      String id,
      int attempt,
      long session,
      String key,
      @Nullable String approvers,
      long since) {

    /**
     * The permission that is asked, if it is one.
     *
     * @param sentAt when somebody wrote who may answer it; 0 where that is not known
     */
    Optional<Permission> permission(Db db, long sentAt, long now) throws SQLException {
      if (approvers == null) {
        return Optional.empty();
      }
      boolean sudden =
          unread(db, sentAt)
              || (now - since < SUDDEN && decided(db, session, now - MEANT_FOR).isPresent());
      return Optional.of(new Permission(id, attempt, Wire.strings(approvers), "", sudden));
    }

    /** Whether nobody could have read it who wrote something then; not where that is not known. */
    boolean unread(Db db, long sentAt) throws SQLException {
      long latest = sentAt + INEXACT;
      return sentAt > 0 && (latest < since || db.exists(UNREAD, notice(id, attempt), latest));
    }
  }

  /**
   * A permission that was decided.
   *
   * @param sender who decided it
   */
  record Decided(Permission permission, String sender) {}

  /** Nobody reads a question and answers it so quickly, in milliseconds. */
  private static final long SUDDEN = 3_000;

  /** So long after a decision an answer may still be meant for what was decided. */
  static final long MEANT_FOR = 30_000;

  /** By how much a platform may say that something was written too early, in milliseconds. */
  private static final long INEXACT = 2_000;

  /**
   * Not sent, or only after that time; what was tried, and no more is known, may be there since.
   */
  private static final String UNREAD =
      """
      SELECT 1 FROM delivery d LEFT JOIN sending p ON p.delivery = d.id
      WHERE d.key = ? AND (d.state IN ('PENDING', 'HELD')
        OR ? < CASE d.state WHEN 'SENT' THEN d.final_at ELSE coalesce(p.tried_at, 0) END)
      """;

  private static final String OPEN =
      "SELECT seq, id, attempt, session, question, approvers, since FROM turn"
          + " WHERE question IS NOT NULL AND %s";

  private static final String OF_SESSION = OPEN.formatted("session = ? AND " + States.BEGUN);

  private static final String OF_TURN = OPEN.formatted("id = ? AND state = 'ASKING'");

  private static final String OF_CHAT =
      OPEN.formatted(
          "approvers IS NOT NULL AND session IN"
              + " (SELECT id FROM session WHERE chat = ? AND connector = ?) AND "
              + States.BEGUN);

  private static final String EXPIRED =
      OPEN.formatted("state = 'ASKING' AND expires_at > 0 AND expires_at <= ? ORDER BY seq");

  private static final String ANSWER =
      """
      UPDATE step SET state = 'RESULT', result = ?, at = ?
      WHERE turn = ? AND key = ? AND state = 'INTENT'
      """;

  private static final String DECIDED =
      """
      SELECT t.id,
             coalesce((SELECT l.attempt FROM timeline l
                       WHERE l.turn = t.seq AND l.event = 'answered' AND l.at <= m.accepted_at
                       ORDER BY l.seq DESC LIMIT 1), t.attempt),
             t.approvers, m.sender_id,
             CASE WHEN m.sender_name = '' THEN m.sender_id ELSE m.sender_name END,
             substr(m.text, 1, 80)
      FROM message m JOIN turn t ON t.seq = m.turn
      WHERE m.session = ? AND m.accepted_at >= ? AND m.kind = 'ANSWER' AND t.approvers IS NOT NULL
      ORDER BY m.accepted_at DESC, m.seq DESC LIMIT 1
      """;

  private Questions() {}

  /** The key of the delivery that asks it. */
  static String notice(String turn, int attempt) {
    return turn + "/" + attempt + "/question";
  }

  /** What a session asks now. */
  static Optional<Open> of(Db db, long session) throws SQLException {
    return db.first(OF_SESSION, Questions::open, session);
  }

  /** What a turn asks now. */
  static Optional<Open> of(Db db, String turn) throws SQLException {
    return db.first(OF_TURN, Questions::open, turn);
  }

  /** What anybody asks in a chat now that some are named to decide. */
  static List<Open> ofChat(Db db, Address chat) throws SQLException {
    return db.list(OF_CHAT, Questions::open, chat.chat(), chat.connector());
  }

  /**
   * The last permission of a session that somebody has decided since a time, as it was asked: by
   * now another attempt may be at work.
   */
  static Optional<Decided> decided(Db db, long session, long since) throws SQLException {
    return db.first(DECIDED, Questions::decided, session, since);
  }

  /** Gives a question its answer and lets its turn go on. */
  static void answer(Tx tx, Open question, String answer, String detail, long now)
      throws SQLException {
    Db db = tx.db();
    db.run(ANSWER, answer, now, question.turn(), question.key());
    Turns.letGoOn(db, question.turn(), now);
    Timeline.note(db, question.turn(), now, "answered", question.attempt(), detail);
    Sessions.promote(tx, question.session());
  }

  static void decide(Tx tx, Open question, Decision decision, long now) throws SQLException {
    answer(tx, question, decision.recorded(), Decision.of(decision.kind()).recorded(), now);
  }

  /** Refuses what nobody has decided in time. */
  static int expire(Tx tx, String text, long now) throws SQLException {
    List<Open> late = tx.db().list(EXPIRED, Questions::open, now);
    for (Open question : late) {
      decide(tx, question, Decision.of(Decision.Kind.EXPIRED), now);
      Session session = Sessions.get(tx.db(), question.session());
      String key = question.id() + "/" + question.attempt() + "/expired";
      String about = Inbox.inReplyTo(tx.db(), question.turn());
      Deliveries.notice(tx, session, key, question.turn(), NoticeKind.RESUMED, text, about, now);
    }
    return late.size();
  }

  private static Open open(Columns row) throws SQLException {
    return new Open(
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getLong(7));
  }

  private static Decided decided(Columns row) throws SQLException {
    String sentence = row.getString(5) + " said: " + row.getString(6);
    return new Decided(
        new Permission(
            row.getString(1), row.getInt(2), Wire.strings(row.getString(3)), sentence, false),
        row.getString(4));
  }
}
