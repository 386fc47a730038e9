package io.holdfast.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that do not go out before somebody decides: what lets them, and what drops them.
 * Whatever becomes PENDING again gets a new place at the end of the order, since receivers have
 * read on past its old one.
 */
final class Held {

  private record Stopped(
      long seq,
      String id,
      @Nullable Long turn,
      String state,
      String connector,
      String chat,
      long at,
      String kind) {}

  private static final String FIND =
      "SELECT seq, id, turn, state, connector, chat, final_at, kind FROM delivery WHERE %s";

  private static final String IN_CHAT =
      FIND.formatted("connector = ? AND chat = ? AND state = 'HELD' ORDER BY seq");
  private static final String BY_ID = FIND.formatted("id = ?");

  private static final String COUNT =
      "SELECT count(*) FROM delivery WHERE connector = ? AND chat = ? AND state = 'HELD'";

  private static final String OFFER_AGAIN =
      "UPDATE delivery SET seq = ?, state = 'PENDING', due_at = ?, final_at = 0 WHERE seq = ?";

  private static final String DROP =
      "UPDATE delivery SET state = 'DEAD', final_at = ? WHERE seq = ?";

  private static final String DROP_NOTICE =
      """
      UPDATE delivery SET state = 'DEAD', final_at = ?
      WHERE connector = ? AND chat = ? AND state = 'PENDING' AND kind = 'HELD'
      """;

  private static final String RECEIVED =
      """
      UPDATE delivery SET state = 'SENT', final_at = ?
      WHERE id = ? AND connector = ? AND state = 'HELD' RETURNING chat
      """;

  private Held() {}

  static int count(Db db, String connector, String chat) throws SQLException {
    return (int) db.number(COUNT, connector, chat);
  }

  /** Makes all that is HELD in a chat PENDING, in its order. */
  static void release(Tx tx, String connector, String chat, long now) throws SQLException {
    for (Stopped delivery : tx.db().list(IN_CHAT, Held::stopped, connector, chat)) {
      offer(tx, delivery, now);
    }
    settle(tx.db(), connector, chat, now);
  }

  /** Makes one PENDING again that is HELD or DEAD. */
  static boolean retry(Tx tx, String id, long now) throws SQLException {
    Optional<Stopped> found = find(tx.db(), id, List.of("HELD", "DEAD"));
    if (found.isEmpty()) {
      return false;
    }
    offer(tx, found.get(), now);
    settle(tx.db(), found.get().connector(), found.get().chat(), now);
    return true;
  }

  /** Makes one DEAD that is PENDING, HELD or UNKNOWN. */
  static boolean drop(Tx tx, String id, long now) throws SQLException {
    Optional<Stopped> found = find(tx.db(), id, List.of("PENDING", "HELD", "UNKNOWN"));
    if (found.isEmpty()) {
      return false;
    }
    tx.db().update(DROP, now, found.get().seq());
    settle(tx.db(), found.get().connector(), found.get().chat(), now);
    return true;
  }

  /** One that is HELD was acknowledged: somebody had fetched it before. */
  static void received(Db db, String connector, String id, long now) throws SQLException {
    Optional<String> chat = db.first(RECEIVED, row -> row.getString(1), now, id, connector);
    if (chat.isPresent()) {
      settle(db, connector, chat.get(), now);
    }
  }

  /** Nobody is asked any more about a chat in which nothing is held. */
  private static void settle(Db db, String connector, String chat, long now) throws SQLException {
    if (count(db, connector, chat) == 0) {
      db.update(DROP_NOTICE, now, connector, chat);
    }
  }

  private static void offer(Tx tx, Stopped delivery, long now) throws SQLException {
    Db db = tx.db();
    long place = db.place("delivery");
    db.update(OFFER_AGAIN, place, now, delivery.seq());
    Attempts.afresh(db, delivery.id());
    if (delivery.turn() != null) {
      if (delivery.kind().equals("REPLY")) {
        // It is waited for, and nobody looks for it far above what was said since.
        Drafts.drop(db, delivery.turn());
      }
      if (delivery.state().equals("DEAD")) {
        // Its row said so until now.
        Timeline.note(db, delivery.turn(), delivery.at(), "dropped", 0, delivery.id());
      }
      Timeline.note(db, delivery.turn(), now, "due", 0, delivery.id());
    }
    tx.due(delivery.connector(), delivery.chat());
  }

  private static Optional<Stopped> find(Db db, String id, List<String> states) throws SQLException {
    return db.first(BY_ID, Held::stopped, id).filter(found -> states.contains(found.state()));
  }

  private static Stopped stopped(Columns row) throws SQLException {
    long turn = row.getLong(3);
    return new Stopped(
        row.getLong(1),
        row.getString(2),
        turn == 0 ? null : turn,
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getLong(7),
        row.getString(8));
  }
}
