package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Message;
import io.holdfast.model.Step;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that came for a turn while it ran, of the kind STEERING. What is taken is in the turn's
 * journal, as the RESULTs of steps of their own. While a turn has not taken all, nothing of its
 * session is QUEUED: what would be is preceded by what is left, as a turn of its own.
 */
final class Arrivals {

  /** A message that came. */
  record Arrival(String id, String connector, String sender) {}

  /** Of a message of the kind STEERING: whether its turn has taken it. */
  static final String TAKEN =
      """
      EXISTS (SELECT 1 FROM step p WHERE p.turn = message.turn AND substr(p.key, 1, :length) = ':prefix'
                AND p.result LIKE '%' || message.id || '%')
      """
          .replace(":length", Integer.toString(Step.STEERING.length()))
          .replace(":prefix", Step.STEERING);

  private static final String LEFT =
      """
      SELECT id, connector, sender_id FROM message
      WHERE turn = ? AND kind = 'STEERING' AND NOT
      """
          + TAKEN
          + "ORDER BY seq";

  private static final String LEFT_OF =
      LEFT.replace("= ?", "= (SELECT seq FROM turn WHERE id = ?)");

  private static final String TAKEN_UNDER = "SELECT result FROM step WHERE turn = ? AND key = ?";

  private static final String TAKE =
      """
      INSERT INTO step (turn, key, label, state, attempt, result, at, begun_at)
      VALUES (?, ?, ?, 'RESULT', ?, ?, ?6, ?6)
      """;

  private static final String BEGIN =
      """
      INSERT INTO turn (id, session, runner, sender, tag, state, ready, epoch, since)
      SELECT ?1, t.session, t.runner, ?2,
        (SELECT f.tag FROM fair f WHERE f.runner = t.runner AND f.sender = ?2),
        'QUEUED', 0, t.epoch, CAST(?3 AS BIGINT)
      FROM turn t WHERE t.seq = ?4
      """;

  private static final String RUNNER = "SELECT runner FROM turn WHERE seq = ?";

  private static final String MOVE =
      """
      UPDATE message SET turn = (SELECT seq FROM turn WHERE id = ?1), kind = 'TASK'
      WHERE turn = ?2 AND kind = 'STEERING' AND id = ?3
      """;

  private Arrivals() {}

  /** What a turn has not taken, by the turn's id. */
  static Db.Later<List<Arrival>> left(Db db, String turn) throws SQLException {
    return db.listLater(LEFT_OF, Arrivals::arrival, turn);
  }

  /** Commits that an attempt takes what is left; what it took under this key, if it did. */
  static List<Message> take(Db db, AttemptId attempt, String key, String label, long now)
      throws SQLException {
    long turn = Turns.current(db, attempt);
    String step = Step.STEERING + key;
    List<String> taken = db.list(TAKEN_UNDER, row -> row.getString(1), turn, step);
    if (!taken.isEmpty()) {
      return messages(db, attempt, turn, Wire.strings(taken.get(0)));
    }
    if (Turns.toEnd(db, turn)) {
      throw new HoldfastException.Cancelled("its user has stopped it");
    }
    List<String> left = db.list(LEFT, Arrivals::arrival, turn).stream().map(Arrival::id).toList();
    if (left.isEmpty()) {
      return List.of();
    }
    db.run(TAKE, turn, step, label, attempt.number(), Wire.strings(left), now);
    return messages(db, attempt, turn, left);
  }

  /** Makes what a turn has not taken a turn of its own, if there is any. */
  static boolean leave(Tx tx, long turn, long now) throws SQLException {
    return leave(tx, turn, tx.db().list(LEFT, Arrivals::arrival, turn), now);
  }

  /**
   * The same.
   *
   * @param left what the turn has not taken
   */
  static boolean leave(Tx tx, long turn, List<Arrival> left, long now) throws SQLException {
    if (left.isEmpty()) {
      return false;
    }
    Db db = tx.db();
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    String sender = Fair.sender(left.get(0).connector(), left.get(0).sender());
    String runner = db.first(RUNNER, row -> row.getString(1), turn).orElseThrow();
    Fair.next(db, runner, sender);
    db.run(BEGIN, id, sender, now, turn);
    for (Arrival arrival : left) {
      db.run(MOVE, id, turn, arrival.id());
    }
    return true;
  }

  private static List<Message> messages(Db db, AttemptId attempt, long turn, List<String> ids)
      throws SQLException {
    Session session = Sessions.ofTurn(db, attempt.turn()).get().orElseThrow();
    List<Message> messages = new ArrayList<>();
    for (Inbox.Entry entry : Inbox.entries(db, turn).get()) {
      if (ids.contains(entry.id())) {
        messages.add(entry.message(db, session.address()));
      }
    }
    return List.copyOf(messages);
  }

  private static Arrival arrival(Columns row) throws SQLException {
    return new Arrival(row.getString(1), row.getString(2), row.getString(3));
  }
}
