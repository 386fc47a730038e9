package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.store.sql.Sessions.Session;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outbox. */
final class Deliveries {

  /** Gives deliveries what their files contain, until that is enough. */
  private static final class Filling implements Db.Row<Delivery> {

    private final Db db;
    private long weight;
    private int filled;

    Filling(Db db) {
      this.db = db;
    }

    @Override
    public Delivery of(Columns row) throws SQLException {
      if (weight >= Made.ENOUGH) {
        return bare(row);
      }
      Delivery whole = delivery(db, row);
      weight += whole.weight();
      filled++;
      return whole;
    }

    List<Delivery> filled(List<Delivery> all) {
      return all.subList(0, filled);
    }
  }

  private static final String INSERT =
      """
      INSERT INTO delivery (id, key, session, connector, chat, turn, kind, part, parts, text,
                            attachments, in_reply_to, options, state, created_at, due_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?14, ?14)
      ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING
      """;

  private static final String COLUMNS =
      """
      d.seq, d.id, s.connector, s.chat, s.thread, s.person, coalesce(t.id, ''), d.kind, d.part,
      d.parts, d.text, d.attachments, d.in_reply_to, d.created_at, d.options
      """;

  private static final String WHOLE =
      "SELECT "
          + COLUMNS
          + """
          FROM delivery d JOIN session s ON s.id = d.session LEFT JOIN turn t ON t.seq = d.turn
          WHERE %s
          ORDER BY d.seq LIMIT ?
          """;

  /** With what is known of its attempts, those first that wait for nothing. */
  static final String HEAD =
      "SELECT "
          + COLUMNS
          + """
          , d.state, coalesce(p.done, 0), coalesce(p.upto, 0), coalesce(p.tried_at, 0),
            coalesce(p.unknowns, 0), coalesce(p.later, 0), \
          """
          + Drafts.COLUMNS
          + """
          FROM delivery d %s JOIN session s ON s.id = d.session LEFT JOIN turn t ON t.seq = d.turn
            LEFT JOIN sending p ON p.delivery = d.id LEFT JOIN draft r ON \
          """
          + Drafts.BECOMES
          + """
          WHERE %s
          ORDER BY coalesce(p.later, 0), d.seq LIMIT ?
          """;

  private static final String PENDING = "d.connector = ? AND d.state = 'PENDING' AND d.seq > ?";

  private static final String SETTLED = "d.connector = ? AND d.state = 'SENT' AND d.seq > ?";

  private static final String DUE_ALL = WHOLE.formatted(PENDING);

  /** One question, however many chats; a client may watch hundreds. */
  private static final String DUE_CHATS = chats(DUE_ALL);

  /** Each half by an index of its own, and no longer than the whole. */
  private static final String MADE_ALL =
      "SELECT * FROM ("
          + WHOLE.formatted(PENDING)
          + ") AS pending UNION ALL SELECT * FROM ("
          + WHOLE.formatted(SETTLED)
          + ") AS settled ORDER BY 1 LIMIT ?";

  private static final String MADE_CHATS = chats(MADE_ALL);

  private static final String NEWEST = "SELECT coalesce(max(seq), 0) FROM delivery";

  private static final String SENT =
      """
      UPDATE delivery SET state = 'SENT', final_at = ?
      WHERE id = ? AND connector = ? AND state = 'PENDING'
      """;

  private static final String REPLIED =
      "SELECT 1 FROM delivery WHERE turn = ? AND kind = 'REPLY' AND id = ?";

  private Deliveries() {}

  /**
   * Writes one part of a turn's reply.
   *
   * @param files those that it has, as they are stored
   */
  static void reply(
      Tx tx,
      Session to,
      Turns.Ended turn,
      Outgoing.Reply reply,
      Contents.Kept files,
      String inReplyTo,
      long now)
      throws SQLException {
    String id = turn.id() + "." + reply.part();
    // A turn that failed with half a reply and was tried again says something else under its name.
    if (turn.attempt() > 1 && tx.db().exists(REPLIED, turn.seq(), id)) {
      id = turn.id() + "." + turn.attempt() + "." + reply.part();
    }
    insert(
        tx,
        to,
        id,
        null,
        turn.seq(),
        "REPLY",
        reply.part(),
        reply.parts(),
        reply.text(),
        files.column(),
        inReplyTo,
        "",
        now);
    Contents.ofDelivery(tx.db(), files, id, now);
  }

  /**
   * Writes a notice, unless one with this key was written before.
   *
   * @param turn the turn's seq, null for none
   * @return whether it is new
   */
  static boolean notice(
      Tx tx,
      Session to,
      String key,
      @Nullable Long turn,
      NoticeKind kind,
      String text,
      String inReplyTo,
      long now)
      throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    return insert(tx, to, id, key, turn, kind.name(), 1, 1, text, "", inReplyTo, "", now).get() > 0;
  }

  /** Writes the notice that puts a question, with the answers that it offers. */
  static void question(
      Tx tx, Session to, String key, long turn, Question question, String inReplyTo, long now)
      throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    String kind = NoticeKind.QUESTION.name();
    String options = Wire.options(question.options());
    insert(tx, to, id, key, turn, kind, 1, 1, question.text(), "", inReplyTo, options, now);
  }

  private static Db.Later<Integer> insert(
      Tx tx, Session to, String id, @Nullable String key, @Nullable Long turn, Object... rest)
      throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(id);
    values.add(key);
    values.add(to.id());
    values.add(to.address().connector());
    values.add(to.address().chat());
    values.add(turn);
    values.addAll(List.of(rest));
    tx.due(to.address().connector(), to.address().chat());
    return tx.db().updateLater(INSERT, values.toArray());
  }

  static List<Delivery> due(Db db, String connector, Audience audience, long after, int limit)
      throws SQLException {
    Filling filling = new Filling(db);
    List<Delivery> due =
        audience.all()
            ? db.list(DUE_ALL, filling, connector, after, limit)
            : db.list(DUE_CHATS, filling, connector, chats(audience), after, limit);
    return filling.filled(due);
  }

  private static String chats(String ofAll) {
    return ofAll.replace(
        "d.connector = ?", "d.connector = ? AND d.chat IN (SELECT value FROM json_each(?))");
  }

  private static String chats(Audience audience) {
    return new JsonArray(List.copyOf(audience.chats())).encode();
  }

  /** With what their files contain. */
  static Made made(
      Db db, String connector, Audience audience, long after, long settledAfter, int limit)
      throws SQLException {
    Filling filling = new Filling(db);
    List<Delivery> made = places(db, connector, audience, after, settledAfter, limit, filling);
    return new Made(db.number(NEWEST), filling.filled(made));
  }

  /** Without their files. */
  static Made glance(
      Db db, String connector, Audience audience, long after, long settledAfter, int limit)
      throws SQLException {
    return new Made(
        db.number(NEWEST),
        places(db, connector, audience, after, settledAfter, limit, Deliveries::bare));
  }

  private static List<Delivery> places(
      Db db,
      String connector,
      Audience audience,
      long after,
      long settledAfter,
      int limit,
      Db.Row<Delivery> row)
      throws SQLException {
    if (audience.all()) {
      return db.list(MADE_ALL, row, connector, after, limit, connector, settledAfter, limit, limit);
    }
    String chats = chats(audience);
    return db.list(
        MADE_CHATS,
        row,
        connector,
        chats,
        after,
        limit,
        connector,
        chats,
        settledAfter,
        limit,
        limit);
  }

  static void sent(Db db, String connector, List<String> deliveries, long now) throws SQLException {
    Map<String, Db.Later<Integer>> sent = new LinkedHashMap<>();
    for (String id : deliveries) {
      sent.put(id, db.updateLater(SENT, now, id, connector));
    }
    for (var one : sent.entrySet()) {
      if (one.getValue().get() == 0) {
        Held.received(db, connector, one.getKey(), now);
      }
    }
  }

  /** Without its files. */
  static Delivery bare(Columns row) throws SQLException {
    return delivery(row, content(row, row.getString(11), List.of()));
  }

  /** What its files are called. */
  static List<Attached> files(Columns row) throws SQLException {
    return Contents.names(row.getString(12));
  }

  /** With what its files contain. */
  static Delivery delivery(Db db, Columns row) throws SQLException {
    Contents.Found found = Contents.found(db, row.getString(12));
    return delivery(row, content(row, found.below(row.getString(11)), found.files()));
  }

  private static Delivery delivery(Columns row, Outgoing content) throws SQLException {
    return new Delivery(
        row.getLong(1),
        row.getString(2),
        Sessions.address(row, 3),
        row.getString(7),
        content,
        Wire.strings(row.getString(13)),
        row.getLong(14));
  }

  private static Outgoing content(Columns row, String text, List<Attachment> files)
      throws SQLException {
    String kind = row.getString(8);
    return kind.equals("REPLY")
        ? new Outgoing.Reply(row.getInt(9), row.getInt(10), text, files)
        : new Outgoing.Notice(NoticeKind.valueOf(kind), text, Wire.options(row.getString(15)));
  }
}
