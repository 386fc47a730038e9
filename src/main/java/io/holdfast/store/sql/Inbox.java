package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Message;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Sender;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages that were accepted, each once. */
final class Inbox {

  /** A message with what is made of it before the transaction, on its caller's thread. */
  record Offer(Inbound inbound, String fingerprint, String attachments) {
    static Offer of(Inbound inbound) {
      return new Offer(inbound, inbound.fingerprint(), Wire.attachments(inbound.attachments()));
    }
  }

  /** What a message is to the turn that it names. */
  enum Kind {
    TASK,
    ANSWER,
    COMMAND
  }

  private static final String KNOWN =
      """
      SELECT m.id, m.fingerprint, coalesce(t.id, ''), coalesce(t.state, 'DONE')
      FROM message m LEFT JOIN turn t ON t.seq = m.turn
      WHERE m.connector = ? AND m.platform_id = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO message (id, session, turn, kind, connector, platform_id, fingerprint, sender_id,
                           sender_name, text, attachments, sent_at, accepted_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TASKS =
      """
      SELECT id, platform_id, sender_id, sender_name, text, attachments, sent_at, accepted_at
      FROM message WHERE turn = ? AND kind = 'TASK' ORDER BY seq
      """;

  private static final String PLATFORM_IDS =
      "SELECT platform_id FROM message WHERE turn = ? ORDER BY seq";

  private Inbox() {}

  /** What is to be said of a message that came before; empty for a new one. */
  static Optional<Acceptance> known(Db db, Offer offer) throws SQLException {
    return db.first(
        KNOWN,
        row ->
            row.getString(2).equals(offer.fingerprint())
                ? new Acceptance.Accepted(
                    row.getString(1), row.getString(3), TurnState.valueOf(row.getString(4)), true)
                : new Acceptance.Refused(
                    RejectCode.ID_REUSED, "this id was used before, with another body"),
        offer.inbound().address().connector(),
        offer.inbound().platformId());
  }

  /**
   * Writes a message.
   *
   * @param turn the seq of the turn that takes it, null for a command
   * @return the gateway's id for it
   */
  static String add(Db db, Offer offer, Session session, @Nullable Long turn, Kind kind, long now)
      throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    Inbound message = offer.inbound();
    db.update(
        INSERT,
        id,
        session.id(),
        turn,
        kind.name(),
        message.address().connector(),
        message.platformId(),
        offer.fingerprint(),
        message.sender().id(),
        message.sender().name(),
        message.text(),
        offer.attachments(),
        message.sentAt(),
        now);
    Sessions.heard(db, session.id(), now);
    return id;
  }

  /** The messages that a turn takes; answers to its questions are in its journal instead. */
  static List<Message> tasks(Db db, long turn, Address address) throws SQLException {
    return db.list(TASKS, row -> message(row, address), turn);
  }

  /** The platform ids of all messages that a turn answers, as a column holds them. */
  static String inReplyTo(Db db, long turn) throws SQLException {
    return Wire.strings(platformIds(db, turn));
  }

  static List<String> platformIds(Db db, long turn) throws SQLException {
    return db.list(PLATFORM_IDS, row -> row.getString(1), turn);
  }

  private static Message message(Columns row, Address address) throws SQLException {
    return new Message(
        row.getString(1),
        new Inbound(
            address,
            row.getString(2),
            new Sender(row.getString(3), row.getString(4)),
            row.getString(5),
            Wire.attachments(row.getString(6)),
            row.getLong(7)),
        row.getLong(8));
  }
}
