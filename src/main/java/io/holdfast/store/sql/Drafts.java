package io.holdfast.store.sql;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Draft;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The messages in which turns are shown while they run. */
final class Drafts {

  private record Running(long turn, long session, String connector, String chat) {}

  /** Of a draft that may not be there. */
  static final String COLUMNS =
      """
      coalesce(r.key, ''), coalesce(r.text, ''), coalesce(r.in_reply_to, ''),
      coalesce(r.state, ''), coalesce(r.receipt, ''), coalesce(r.tried_at, 0)
      """;

  /**
   * What a draft becomes, once its turn has ended: what goes out first of that turn's reply. While
   * a turn runs, which may have been tried again, its draft is its own.
   */
  static final String BECOMES =
      """
      r.turn = d.turn AND r.state <> 'GONE' AND d.kind = 'REPLY' AND d.part = 1
      AND coalesce(p.done, 0) = 0 AND t.%s
      """
          .formatted(States.ENDED);

  private static final String OF =
      "SELECT "
          + COLUMNS
          + """
          FROM turn t JOIN draft r ON r.turn = t.seq
          WHERE t.id = ? AND t.attempt = ? AND t.state = 'RUNNING'
          """;

  private static final String RUNNING =
      """
      SELECT t.seq, t.session, s.connector, s.chat FROM turn t JOIN session s ON s.id = t.session
      WHERE t.id = ? AND t.attempt = ? AND t.state = 'RUNNING'
      """;

  /** What is to be said before: a draft would stand above it. */
  private static final String DUE =
      """
      SELECT 1 FROM delivery d INDEXED BY delivery_chat_due
      WHERE d.connector = ? AND d.chat = ? AND d.state = 'PENDING' LIMIT 1
      """;

  private static final String TRIED =
      """
      SELECT 1 FROM delivery d INDEXED BY delivery_tried
      WHERE d.connector = ? AND d.chat = ? AND d.state IN ('ATTEMPTING', 'UNKNOWN') LIMIT 1
      """;

  /** Those of turns that have ended without a reply, or whose reply has gone another way. */
  private static final String TIDY =
      """
      DELETE FROM draft WHERE session = ? AND turn <> ? AND NOT EXISTS (
        SELECT 1 FROM delivery d
        WHERE d.turn = draft.turn AND d.kind = 'REPLY'
          AND d.state IN ('PENDING', 'HELD', 'ATTEMPTING', 'UNKNOWN'))
      """;

  private static final String BEGIN =
      """
      INSERT INTO draft (turn, session, key, text, in_reply_to, state, receipt, tried_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (turn) DO NOTHING
      """;

  private static final String KNOWN =
      "UPDATE draft SET state = ?, receipt = ? WHERE key = ? AND state <> 'GONE'";

  private static final String LEAVE = "DELETE FROM draft WHERE turn = ?";

  private static final String DROP =
      """
      DELETE FROM draft WHERE turn = ? AND EXISTS (
        SELECT 1 FROM turn t WHERE t.seq = draft.turn AND t.%s)
      """
          .formatted(States.ENDED);

  private Drafts() {}

  static Optional<Draft> of(Db db, AttemptId attempt) throws SQLException {
    return db.first(OF, row -> draft(row, 1), attempt.turn(), attempt.number())
        .flatMap(found -> found);
  }

  static boolean begin(Db db, AttemptId attempt, Draft draft) throws SQLException {
    Optional<Running> running =
        db.first(
            RUNNING,
            row -> new Running(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)),
            attempt.turn(),
            attempt.number());
    if (running.isEmpty() || isBehind(db, running.get())) {
      return false;
    }
    db.run(TIDY, running.get().session(), running.get().turn());
    return db.update(
            BEGIN,
            running.get().turn(),
            running.get().session(),
            draft.key(),
            draft.text(),
            Wire.strings(draft.inReplyTo()),
            draft.state().name(),
            draft.receipt(),
            draft.triedAt())
        > 0;
  }

  private static boolean isBehind(Db db, Running turn) throws SQLException {
    for (String statement : List.of(DUE, TRIED)) {
      if (db.first(statement, row -> true, turn.connector(), turn.chat()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  static boolean known(Db db, String key, String receipt) throws SQLException {
    Draft.State state = receipt.isEmpty() ? Draft.State.GONE : Draft.State.SENT;
    return db.update(KNOWN, state.name(), receipt, key) > 0;
  }

  /** Of a turn that asks: what it says next goes into another message, below its question. */
  static void leave(Db db, long turn) throws SQLException {
    db.run(LEAVE, turn);
  }

  /** Of a turn that has ended: what one that was tried again shows is its own. */
  static void drop(Db db, long turn) throws SQLException {
    db.run(DROP, turn);
  }

  /** What begins at a column; empty where there is no draft. */
  static Optional<Draft> draft(Columns row, int first) throws SQLException {
    if (row.getString(first).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Draft(
            row.getString(first),
            row.getString(first + 1),
            Wire.strings(row.getString(first + 2)),
            Draft.State.valueOf(row.getString(first + 3)),
            row.getString(first + 4),
            row.getLong(first + 5)));
  }
}
