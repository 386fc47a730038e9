package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Address;
import io.holdfast.model.NoticeKind;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Holds back what nobody has fetched for long, and asks each chat once. A reply is held as a whole:
 * its parts are as old as each other, and one that has begun to go out is left alone. Words that
 * only mattered at their time are not asked about; they are dropped.
 */
final class HoldBack implements Operation<Integer> {

  private record Chat(String connector, String name, int old, int waiting) {}

  private static final String PASSING = "('RESTARTING', 'RESUMED')";

  private static final String WAITS =
      """
      d.state = 'PENDING' AND d.kind NOT IN ('HELD', 'RESTARTING', 'RESUMED')
      AND NOT (d.kind = 'REPLY' AND d.parts > 1 AND EXISTS (
        SELECT 1 FROM delivery p
        WHERE p.turn = d.turn AND p.kind = 'REPLY' AND p.state = 'SENT' AND p.parts = d.parts
          AND p.created_at = d.created_at))
      AND NOT EXISTS (SELECT 1 FROM sending g WHERE g.delivery = d.id AND g.done > 0)
      """;

  private static final String CHATS =
      """
      SELECT d.connector, d.chat, sum(CASE WHEN d.due_at < ? THEN 1 ELSE 0 END),
        sum(CASE WHEN d.due_at < ? THEN 1 ELSE 0 END)
      FROM delivery d INDEXED BY delivery_chat_due WHERE
      """
          + WAITS
          + " GROUP BY d.connector, d.chat";

  private static final String OVERDUE =
      "d.connector = ? AND d.chat = ? AND d.due_at < ? AND " + WAITS;

  private static final String NOTE =
      """
      INSERT INTO timeline (turn, at, event, attempt, detail)
      SELECT d.turn, CAST(? AS BIGINT), 'held', 0, d.id
      FROM delivery d INDEXED BY delivery_chat_due
      WHERE d.turn IS NOT NULL AND\s"""
          + OVERDUE
          + " ORDER BY d.seq";

  private static final String HOLD =
      "UPDATE delivery AS d INDEXED BY delivery_chat_due SET state = 'HELD' WHERE " + OVERDUE;

  private static final String EXPIRE =
      """
      UPDATE delivery AS d INDEXED BY delivery_chat_due SET state = 'DEAD', final_at = ?
      WHERE d.state = 'PENDING' AND d.due_at < ? AND d.kind IN\s"""
          + PASSING;

  /** Where nobody has heard the question yet, it is put anew. */
  private static final String ASK_ANEW =
      """
      UPDATE delivery SET text = ?
      WHERE connector = ? AND chat = ? AND state = 'PENDING' AND kind = 'HELD'
      """;

  private static final String THREADS =
      """
      SELECT CASE WHEN min(s.thread) = max(s.thread) THEN min(s.thread) ELSE '' END
      FROM delivery d JOIN session s ON s.id = d.session
      WHERE d.connector = ? AND d.chat = ? AND d.state = 'HELD'
      """;

  private final long before;
  private final int cap;
  private final long waited;
  private final IntFunction<String> text;
  private final long now;

  HoldBack(long before, int cap, long waited, IntFunction<String> text, long now) {
    this.before = before;
    this.cap = cap;
    this.waited = waited;
    this.text = text;
    this.now = now;
  }

  @Override
  public Integer run(Tx tx) throws SQLException {
    tx.db().update(EXPIRE, now, before);
    int held = 0;
    for (Chat chat : tx.db().list(CHATS, HoldBack::chat, before, waited)) {
      OptionalLong bound = bound(chat);
      if (bound.isPresent()) {
        held += hold(tx, chat, bound.getAsLong());
      }
    }
    return held;
  }

  /** What is older than this is held; empty when nothing is. */
  private OptionalLong bound(Chat chat) {
    if (chat.waiting() > cap) {
      return OptionalLong.of(Math.max(waited, before));
    }
    return chat.old() > 0 ? OptionalLong.of(before) : OptionalLong.empty();
  }

  private int hold(Tx tx, Chat chat, long bound) throws SQLException {
    Db db = tx.db();
    boolean asked = Held.count(db, chat.connector(), chat.name()) > 0;
    db.update(NOTE, now, chat.connector(), chat.name(), bound);
    int held = db.update(HOLD, chat.connector(), chat.name(), bound);
    String question = text.apply(Held.count(db, chat.connector(), chat.name()));
    if (asked) {
      db.update(ASK_ANEW, question, chat.connector(), chat.name());
    } else {
      ask(tx, chat, question);
    }
    return held;
  }

  private void ask(Tx tx, Chat chat, String question) throws SQLException {
    String thread =
        tx.db().first(THREADS, row -> row.getString(1), chat.connector(), chat.name()).orElse("");
    Session session =
        Sessions.findOrCreate(tx.db(), new Address(chat.connector(), chat.name(), thread));
    String key = "held/" + UuidCreator.getTimeOrderedEpoch();
    Deliveries.notice(tx, session, key, null, NoticeKind.HELD, question, "", now);
  }

  private static Chat chat(Columns row) throws SQLException {
    return new Chat(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4));
  }
}
