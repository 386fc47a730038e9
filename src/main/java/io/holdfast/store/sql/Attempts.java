package io.holdfast.store.sql;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.Head;
import io.holdfast.model.Settlement;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts to send what cannot be sent twice, each committed before it is made, and after. */
final class Attempts {

  private record Tried(long seq, @Nullable Long turn, String receipts, String kind) {}

  private static final String TRIED =
      Deliveries.HEAD.formatted(
          "INDEXED BY delivery_tried", "d.connector = ? AND d.state IN ('ATTEMPTING', 'UNKNOWN')");

  /** Of each chat the first, unless one before it is not settled. */
  private static final String FIRST =
      Deliveries.HEAD.formatted(
          "",
          """
          d.state = 'PENDING' AND d.seq IN (
              SELECT min(f.seq) FROM delivery f INDEXED BY delivery_chat_due
              WHERE f.connector = ? AND f.state = 'PENDING' GROUP BY f.chat)
            AND NOT EXISTS (
              SELECT 1 FROM delivery o INDEXED BY delivery_tried
              WHERE o.connector = d.connector AND o.chat = d.chat
                AND o.state IN ('ATTEMPTING', 'UNKNOWN'))
          """);

  private static final String BEGIN =
      """
      UPDATE delivery SET state = 'ATTEMPTING'
      WHERE id = ? AND connector = ? AND state IN ('PENDING', 'UNKNOWN')
        AND ? = coalesce((SELECT p.done FROM sending p WHERE p.delivery = delivery.id), 0)
      """;

  private static final String NOTE_BEGIN =
      """
      INSERT INTO sending (delivery, done, upto, tried_at, unknowns, later, receipts, because)
      VALUES (?, ?, ?, ?, 0, 0, '[]', '')
      ON CONFLICT (delivery) DO UPDATE SET upto = excluded.upto,
        tried_at = CASE WHEN sending.unknowns > 0 THEN sending.tried_at ELSE excluded.tried_at END
      """;

  private static final String FIND =
      """
      SELECT d.seq, d.turn, p.receipts, d.kind FROM delivery d JOIN sending p ON p.delivery = d.id
      WHERE d.id = ? AND d.connector = ? AND d.state IN ('ATTEMPTING', 'UNKNOWN') AND p.done = ?
      """;

  private static final String MOVE = "UPDATE delivery SET state = ?, final_at = ? WHERE seq = ?";

  /** What may be there from an attempt before stays so. */
  private static final String BACK =
      """
      UPDATE delivery SET state = CASE
        WHEN (SELECT p.unknowns FROM sending p WHERE p.delivery = delivery.id) > 0
        THEN 'UNKNOWN' ELSE 'PENDING' END
      WHERE seq = ?
      """;

  private static final String NOTE_SENT =
      """
      UPDATE sending SET done = upto, tried_at = 0, unknowns = 0, later = 0, receipts = ?,
        because = ''
      WHERE delivery = ?
      """;

  private static final String NOTE_LATER =
      "UPDATE sending SET later = ?, because = ? WHERE delivery = ?";

  private static final String NOTE_UNKNOWN =
      "UPDATE sending SET unknowns = unknowns + 1, later = ?, because = ? WHERE delivery = ?";

  private static final String NOTE_DEAD = "UPDATE sending SET because = ? WHERE delivery = ?";

  private static final String AFRESH =
      "UPDATE sending SET unknowns = 0, later = 0, because = '' WHERE delivery = ?";

  private static final String NOTE_GONE =
      "UPDATE sending SET unknowns = 0, later = 0, because = ? WHERE delivery = ?";

  private Attempts() {}

  static List<Head> heads(Db db, String connector, int limit) throws SQLException {
    List<Head> heads = new ArrayList<>(db.list(TRIED, Attempts::head, connector, limit));
    heads.addAll(db.list(FIRST, Attempts::head, connector, limit));
    heads.sort(
        Comparator.comparingLong(Head::later).thenComparingLong(head -> head.delivery().seq()));
    return List.copyOf(heads.subList(0, Math.min(limit, heads.size())));
  }

  private static Head head(Columns row) throws SQLException {
    return new Head(
        Deliveries.bare(row),
        Deliveries.files(row),
        DeliveryState.valueOf(row.getString(16)),
        row.getInt(17),
        row.getInt(18),
        row.getLong(19),
        row.getInt(20),
        row.getLong(21),
        Drafts.draft(row, 22));
  }

  static boolean begin(Db db, String connector, String id, int from, int upto, long now)
      throws SQLException {
    if (db.update(BEGIN, id, connector, from) == 0) {
      return false;
    }
    db.run(NOTE_BEGIN, id, from, upto, now);
    return true;
  }

  static boolean settle(Db db, String connector, String id, int from, Settlement as, long now)
      throws SQLException {
    Optional<Tried> found = db.first(FIND, Attempts::tried, id, connector, from);
    if (found.isEmpty()) {
      return false;
    }
    settle(db, found.get(), id, as, now);
    return true;
  }

  private static void settle(Db db, Tried tried, String id, Settlement as, long now)
      throws SQLException {
    if (as instanceof Settlement.Sent sent) {
      db.run(NOTE_SENT, with(tried.receipts(), sent.receipt()), id);
      db.run(MOVE, sent.whole() ? "SENT" : "PENDING", sent.whole() ? now : 0, tried.seq());
      dropDraft(db, tried);
    } else if (as instanceof Settlement.Later later) {
      db.run(NOTE_LATER, later.until(), later.because(), id);
      db.run(BACK, tried.seq());
    } else if (as instanceof Settlement.Unknown unknown) {
      db.run(NOTE_UNKNOWN, unknown.until(), unknown.because(), id);
      db.run(MOVE, "UNKNOWN", 0, tried.seq());
      note(db, tried, now, id);
    } else if (as instanceof Settlement.Gone gone) {
      db.run(NOTE_GONE, gone.because(), id);
      db.run(MOVE, "PENDING", 0, tried.seq());
      dropDraft(db, tried);
    } else if (as instanceof Settlement.Dead dead) {
      db.run(NOTE_DEAD, dead.because(), id);
      db.run(MOVE, "DEAD", now, tried.seq());
    }
  }

  /** Notices go out while the turn runs, and leave it its draft. */
  private static void dropDraft(Db db, Tried tried) throws SQLException {
    if (tried.turn() != null && tried.kind().equals("REPLY")) {
      Drafts.drop(db, tried.turn());
    }
  }

  private static void note(Db db, Tried tried, long now, String id) throws SQLException {
    if (tried.turn() != null) {
      Timeline.note(db, tried.turn(), now, "unknown", 0, id);
    }
  }

  /** An operator lets it go out again: what is sent stays sent, the rest is tried anew. */
  static void afresh(Db db, String id) throws SQLException {
    db.run(AFRESH, id);
  }

  private static String with(String receipts, String receipt) {
    JsonArray all = new JsonArray(receipts);
    return receipt.isEmpty() ? receipts : all.add(receipt).encode();
  }

  private static Tried tried(Columns row) throws SQLException {
    long turn = row.getLong(2);
    return new Tried(row.getLong(1), turn == 0 ? null : turn, row.getString(3), row.getString(4));
  }
}
