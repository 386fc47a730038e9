package io.holdfast.store.sql;

import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an attempt writes, and what lets a turn go on. */
final class Turns {

  /** What a turn says at its end, made ready on its caller's thread. */
  record Saying(Outgoing what, Contents.Kept files) {
    static Saying of(Outgoing what) {
      return new Saying(
          what,
          what instanceof Outgoing.Reply reply
              ? Contents.Kept.of(reply.attachments())
              : Contents.Kept.NONE);
    }
  }

  /** A turn whose attempt has just written its last. */
  record Ended(long seq, String id, int attempt, long session) {}

  /** Whom a turn answers, asked together with its end. */
  private record Heard(Db.Later<Optional<Session>> session, Db.Later<List<String>> platformIds) {
    static final Heard NOBODY = new Heard(Optional::empty, List::of);

    static Heard of(Db db, AttemptId attempt) throws SQLException {
      return new Heard(Sessions.ofTurn(db, attempt.turn()), Inbox.platformIds(db, attempt.turn()));
    }
  }

  private static final String CURRENT =
      "SELECT seq FROM turn WHERE id = ? AND attempt = ? AND state = 'RUNNING'";

  private static final String INTEND =
      """
      INSERT INTO step (turn, key, label, state, attempt, at, begun_at)
      VALUES (?, ?, ?, 'INTENT', ?, ?, ?)
      ON CONFLICT (turn, key) DO UPDATE
      SET label = excluded.label, attempt = excluded.attempt, at = excluded.at,
          begun_at = excluded.begun_at
      WHERE step.state = 'INTENT'
      """;

  private static final String RECORD =
      """
      UPDATE step SET state = 'RESULT', result = ?, attempt = ?, at = ?
      WHERE turn = ? AND key = ? AND state = 'INTENT'
      """;

  private static final String RECORDED =
      "SELECT 1 FROM step WHERE turn = ? AND key = ? AND state = 'RESULT' AND result = ?";

  private static final String REQUEST =
      """
      INSERT INTO step (turn, key, label, state, attempt, at, begun_at)
      VALUES (?, ?, ?, 'RESULT', ?, ?5, ?5) ON CONFLICT (turn, key) DO NOTHING
      """;
  private static final String RUNNING =
      "SELECT seq, attempt FROM turn WHERE id = ? AND state = 'RUNNING'";

  private static final String TO_END = "SELECT 1 FROM turn WHERE seq = ? AND cancelled = 1";

  /** Whether an attempt has done something besides a step that it is to ask about. */
  private static final String HAS_WORKED =
      "SELECT 1 FROM step WHERE turn = ? AND attempt = ? AND key <> ?";

  /** It goes on only once the answer is there, so that it goes on is not said now. */
  private static final String SAY_NOTHING =
      "UPDATE delivery SET state = 'DEAD', final_at = ? WHERE key = ? AND state = 'PENDING'";

  private static final String ASK =
      """
      UPDATE turn SET state = 'ASKING', question = ?, since = ?, node = '', resumed = '',
                      approvers = ?, expires_at = ?
      WHERE seq = ? RETURNING session
      """;

  private static final String FINISH =
      """
      UPDATE turn SET state = ?, since = ?, answer = ?, node = '', resumed = ''
      WHERE id = ? AND attempt = ? AND state = 'RUNNING' RETURNING seq, session
      """;

  private static final String RELEASE =
      """
      UPDATE turn SET state = 'INTERRUPTED', node = '', since = ?, interrupted_at = ?,
        resumed = coalesce((SELECT m.reason FROM marker m WHERE m.turn = turn.seq), ''),
        interruptions = CASE WHEN EXISTS (
            SELECT 1 FROM step s
            WHERE s.turn = turn.seq AND s.attempt = turn.attempt AND s.state = 'RESULT')
          THEN 0 ELSE interruptions + 1 END
      WHERE id = ? AND attempt = ? AND state = 'RUNNING' RETURNING seq, session, resumed
      """;

  private static final String LET_GO_ON =
      """
      UPDATE turn SET state = 'INTERRUPTED', question = NULL, interruptions = 0, resumed = '',
                      interrupted_at = ?, since = ?
      WHERE seq = ?
      """;

  private static final String UNMARK = "DELETE FROM marker WHERE turn = ?";

  private record Released(long seq, long session, String reason) {}

  private Turns() {}

  static void intend(Db db, AttemptId attempt, String key, String label, long now)
      throws SQLException {
    long turn = current(db, attempt);
    if (db.update(INTEND, turn, key, label, attempt.number(), now, now) == 0) {
      throw new IllegalStateException("step " + key + " of " + attempt + " has its result");
    }
  }

  /** Commits a step with its result at once; false when the turn has one of this key. */
  static boolean request(Db db, String turn, String key, String label, long now)
      throws SQLException {
    record Running(long seq, int attempt) {}
    Running running =
        db.first(RUNNING, row -> new Running(row.getLong(1), row.getInt(2)), turn)
            .orElseThrow(() -> new HoldfastException.NotFound("no turn " + turn + " is running"));
    return db.update(REQUEST, running.seq(), key, label, running.attempt(), now) > 0;
  }

  static void record(Db db, AttemptId attempt, String key, String result, long now)
      throws SQLException {
    long turn = current(db, attempt);
    // Saying the same again is no fault: whoever could not see its commit tries once more.
    if (db.update(RECORD, result, attempt.number(), now, turn, key) == 0
        && !db.exists(RECORDED, turn, key, result)) {
      throw new IllegalStateException(
          "step " + key + " of " + attempt + " has no INTENT, or another result");
    }
  }

  static void ask(Tx tx, AttemptId attempt, String key, Question question, long now)
      throws SQLException {
    Db db = tx.db();
    long turn = current(db, attempt);
    if (toEnd(db, turn)) {
      throw new HoldfastException.Cancelled("its user has stopped it");
    }
    intend(db, attempt, key, question.label(), now);
    if (!db.exists(HAS_WORKED, turn, attempt.number(), key)) {
      db.update(SAY_NOTHING, now, resumedKey(attempt));
    }
    Question.Terms terms = question.terms();
    String approvers = terms == null ? null : Wire.list(terms.approvers());
    long until = terms == null ? 0 : terms.until();
    Session session = Sessions.get(db, db.number(ASK, key, now, approvers, until, turn));
    unmark(db, turn);
    Drafts.leave(db, turn);
    String notice = Questions.notice(attempt.turn(), attempt.number());
    String about = Inbox.inReplyTo(db, turn);
    Deliveries.question(tx, session, notice, turn, question, about, now);
    Timeline.note(db, turn, now, "asked", attempt.number(), key);
  }

  static void finish(Tx tx, AttemptId attempt, Outcome outcome, List<Saying> says, long now)
      throws SQLException {
    Db db = tx.db();
    String answer = outcome instanceof Outcome.Done done ? done.text() : "";
    Db.Later<Optional<Ended>> ended =
        db.firstLater(
            FINISH,
            row -> new Ended(row.getLong(1), attempt.turn(), attempt.number(), row.getLong(2)),
            outcome.state().name(),
            now,
            answer,
            attempt.turn(),
            attempt.number());
    Heard heard = says.isEmpty() ? Heard.NOBODY : Heard.of(db, attempt);
    Db.Later<List<Arrivals.Arrival>> left = Arrivals.left(db, attempt.turn());
    Ended turn = ended.get().orElseThrow(() -> new HoldfastException.Fenced(attempt));
    Arrivals.leave(tx, turn.seq(), left.get(), now);
    say(tx, turn, heard, says, now);
    unmark(db, turn.seq());
    Timeline.note(db, turn.seq(), now, "finished", attempt.number(), detail(outcome));
    Sessions.promote(tx, turn.session());
  }

  static void release(Tx tx, AttemptId attempt, long now) throws SQLException {
    Released turn =
        tx.db()
            .first(
                RELEASE,
                row -> new Released(row.getLong(1), row.getLong(2), row.getString(3)),
                now,
                now,
                attempt.turn(),
                attempt.number())
            .orElseThrow(() -> new HoldfastException.Fenced(attempt));
    String reason = turn.reason().toLowerCase(Locale.ROOT);
    Timeline.note(tx.db(), turn.seq(), now, "interrupted", attempt.number(), reason);
    Sessions.promote(tx, turn.session());
  }

  /** Makes a turn INTERRUPTED as its user wants it to go on: what was before is forgiven. */
  static void letGoOn(Db db, long turn, long now) throws SQLException {
    db.run(LET_GO_ON, now, now, turn);
    unmark(db, turn);
  }

  /** The key of the notice that says that an attempt goes on with its turn. */
  static String resumedKey(AttemptId attempt) {
    return attempt.turn() + "/" + attempt.number() + "/resumed";
  }

  static void unmark(Db db, long turn) throws SQLException {
    db.run(UNMARK, turn);
  }

  private static void say(Tx tx, Ended turn, Heard heard, List<Saying> says, long now)
      throws SQLException {
    if (says.isEmpty()) {
      return;
    }
    Session session = heard.session().get().orElseThrow();
    String about = Wire.strings(heard.platformIds().get());
    int number = 0;
    for (Saying saying : says) {
      number++;
      if (saying.what() instanceof Outgoing.Reply reply) {
        Deliveries.reply(tx, session, turn, reply, saying.files(), about, now);
      } else if (saying.what() instanceof Outgoing.Notice notice) {
        String key = turn.id() + "/" + turn.attempt() + "/said/" + number;
        Deliveries.notice(tx, session, key, turn.seq(), notice.kind(), notice.text(), about, now);
      }
    }
  }

  private static String detail(Outcome outcome) {
    String state = outcome.state().wire();
    return outcome instanceof Outcome.Failed failed ? state + " " + failed.code() : state;
  }

  /** Whether its user has stopped it. */
  static boolean toEnd(Db db, long turn) throws SQLException {
    return db.exists(TO_END, turn);
  }

  /** The seq of the turn; fails with Fenced unless this is its attempt that runs. */
  static long current(Db db, AttemptId attempt) throws SQLException {
    Optional<Long> turn =
        db.first(CURRENT, row -> row.getLong(1), attempt.turn(), attempt.number());
    return turn.orElseThrow(() -> new HoldfastException.Fenced(attempt));
  }
}
