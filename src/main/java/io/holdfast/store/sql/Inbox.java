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

/** The messages that were accepted, each once. */
final class Inbox {

  /** A message with what is made of it before the transaction, on its caller's thread. */
  record Offer(Inbound inbound, String fingerprint, Contents.Kept files) {
    static Offer of(Inbound inbound) {
      return new Offer(inbound, inbound.fingerprint(), Contents.Kept.of(inbound.attachments()));
    }
  }

  /** What a message is to the turn that it names. */
  enum Kind {
    TASK,
    /** It came while the turn ran. */
    STEERING,
    ANSWER,
    COMMAND,
    /** Its sender has taken it back before its turn took it. */
    RETRACTED
  }

  /**
   * A message of a turn. Only TASKs are given to an attempt as it begins.
   *
   * @param left whether it came while the turn ran, which has not taken it
   * @param files as the column has them
   */
  record Entry(
      Kind kind,
      boolean left,
      String id,
      String platformId,
      Sender sender,
      String text,
      String files,
      long sentAt,
      long acceptedAt) {

    private static Entry of(Columns row) throws SQLException {
      return new Entry(
          Kind.valueOf(row.getString(9)),
          row.getBoolean(10),
          row.getString(1),
          row.getString(2),
          new Sender(row.getString(3), row.getString(4)),
          row.getString(5),
          row.getString(6),
          row.getLong(7),
          row.getLong(8));
    }

    /** With its files. */
    Message message(Db db, Address address) throws SQLException {
      Contents.Found found = Contents.found(db, files);
      String said = found.below(text);
      return new Message(
          id, new Inbound(address, platformId, sender, said, found.files(), sentAt), acceptedAt);
    }
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
      VALUES (?, ?, (SELECT seq FROM turn WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ENTRIES =
      """
      SELECT id, platform_id, sender_id, sender_name, text, attachments, sent_at, accepted_at, kind,
        CASE WHEN kind = 'STEERING' AND NOT %s THEN 1 ELSE 0 END
      FROM message WHERE turn = ? AND kind <> 'RETRACTED' ORDER BY seq
      """
          .formatted(Arrivals.TAKEN);

  private static final String PLATFORM_IDS =
      "SELECT platform_id FROM message WHERE turn = ? AND kind <> 'RETRACTED'"
          + " AND (kind <> 'STEERING' OR "
          + Arrivals.TAKEN
          + ") ORDER BY seq";

  private static final String PLATFORM_IDS_BY_ID =
      PLATFORM_IDS.replace("= ?", "= (SELECT seq FROM turn WHERE id = ?)");

  private Inbox() {}

  /** What is to be said of a message that came before; empty for a new one. */
  static Db.Later<Optional<Acceptance>> known(Db db, Offer offer) throws SQLException {
    return db.firstLater(
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
   * @param turn the id of the turn that takes it, empty for a command
   * @return the gateway's id for it
   */
  static String add(Db db, Offer offer, Session session, String turn, Kind kind, long now)
      throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    Inbound message = offer.inbound();
    db.run(
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
        offer.files().column(),
        message.sentAt(),
        now);
    Contents.ofMessage(db, offer.files(), message.address().connector(), message.platformId(), now);
    Sessions.heard(db, session.id(), now);
    return id;
  }

  /** All messages that a turn has, in their order; none that was taken back. */
  static Db.Later<List<Entry>> entries(Db db, long turn) throws SQLException {
    return db.listLater(ENTRIES, Entry::of, turn);
  }

  /** The platform ids of all messages that a turn answers, as a column holds them. */
  static String inReplyTo(Db db, long turn) throws SQLException {
    return Wire.strings(platformIds(db, turn));
  }

  /** The same, by the turn's id. */
  static Db.Later<List<String>> platformIds(Db db, String turn) throws SQLException {
    return db.listLater(PLATFORM_IDS_BY_ID, row -> row.getString(1), turn);
  }

  static List<String> platformIds(Db db, long turn) throws SQLException {
    return db.list(PLATFORM_IDS, row -> row.getString(1), turn);
  }
}
