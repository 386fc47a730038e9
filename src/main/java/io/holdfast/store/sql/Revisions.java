package io.holdfast.store.sql;

import io.holdfast.model.Inbound;
import io.holdfast.model.Missed;
import io.holdfast.model.Revision;
import io.holdfast.model.SessionKey;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Inbox.Offer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What is changed, or taken back, of what was said. That a turn takes a message is the end of it:
 * the transaction that comes first decides.
 */
final class Revisions {

  /**
   * A message that was accepted.
   *
   * @param untaken whether no turn has taken it
   * @param files as the column has them
   * @param sentAt when it was sent, or changed last
   */
  private record Said(
      long seq,
      boolean untaken,
      String session,
      String sender,
      String text,
      String files,
      long sentAt) {

    /** Whether it is of who changes it, and changed after all that was changed of it before. */
    boolean changes(Inbound said, String now, String filesNow) {
      return session.equals(SessionKey.of(said.address()).text())
          && sender.equals(said.sender().id())
          && sentAt <= said.sentAt()
          && !(text.equals(now) && files.equals(filesNow));
    }
  }

  /** The turn that a message is of. */
  private record Of(Cancel.Turn turn, long session) {}

  private static final String SAID =
      """
      SELECT message.seq,
        CASE WHEN (message.kind = 'TASK' AND t.state = 'QUEUED' AND t.attempt = 0)
          OR (message.kind = 'STEERING' AND t.%s AND NOT %s)
          THEN 1 ELSE 0 END,
        s.key, message.sender_id, message.text, message.attachments, message.sent_at
      FROM message JOIN session s ON s.id = message.session LEFT JOIN turn t ON t.seq = message.turn
      WHERE message.connector = ? AND message.platform_id = ?
      """
          .formatted(States.BEGUN, Arrivals.TAKEN);

  private static final String OF =
      """
      SELECT t.seq, t.state, t.runner, t.attempt, t.session
      FROM message m JOIN turn t ON t.seq = m.turn WHERE m.seq = ?
      """;

  private static final String EDIT =
      "UPDATE message SET text = ?, attachments = ?, sent_at = ? WHERE seq = ?";

  /** Its fingerprint stays, by which it is known should it come again. */
  private static final String RETRACT =
      "UPDATE message SET kind = 'RETRACTED', text = '', attachments = '' WHERE seq = ?";

  private static final String LEFT = "SELECT 1 FROM message WHERE turn = ? AND kind <> 'RETRACTED'";

  private Revisions() {}

  static Revision revisable(Db db, String connector, String platformId) throws SQLException {
    return find(db, connector, platformId)
        .map(said -> said.untaken() ? Revision.MADE : Revision.PASSED_OVER)
        .orElse(Revision.UNKNOWN);
  }

  static Revision edit(Tx tx, Offer offer, List<Missed> missed, long now) throws SQLException {
    Inbound said = offer.inbound();
    Optional<Said> found = find(tx.db(), said.address().connector(), said.platformId());
    if (found.isEmpty()) {
      return Revision.UNKNOWN;
    }
    String before = found.get().files();
    Contents.Changed files = Contents.Changed.of(before, offer.files(), missed);
    String text = Missed.below(said.text(), files.missed());
    if (!found.get().untaken() || !found.get().changes(said, text, files.column())) {
      return Revision.PASSED_OVER;
    }
    long message = found.get().seq();
    tx.db().run(EDIT, text, files.column(), said.sentAt(), message);
    Contents.ofMessage(tx.db(), offer.files(), said.address().connector(), said.platformId(), now);
    Contents.drop(tx.db(), before, files.column(), message);
    note(tx.db(), of(tx.db(), message), "edited", said.platformId(), now);
    return Revision.MADE;
  }

  static Revision retract(Tx tx, String connector, String platformId, long now)
      throws SQLException {
    Optional<Said> found = find(tx.db(), connector, platformId);
    if (found.isEmpty()) {
      return Revision.UNKNOWN;
    }
    if (!found.get().untaken()) {
      return Revision.PASSED_OVER;
    }
    tx.db().run(RETRACT, found.get().seq());
    Contents.drop(tx.db(), found.get().files(), "", found.get().seq());
    Of of = of(tx.db(), found.get().seq());
    note(tx.db(), of, "retracted", platformId, now);
    if (of.turn().state() == TurnState.QUEUED && !tx.db().exists(LEFT, of.turn().seq())) {
      Cancel.of(tx, of.turn(), now);
      Sessions.promote(tx, of.session());
    }
    return Revision.MADE;
  }

  private static Optional<Said> find(Db db, String connector, String platformId)
      throws SQLException {
    return db.first(SAID, Revisions::said, connector, platformId);
  }

  private static Of of(Db db, long message) throws SQLException {
    return db.first(OF, Revisions::turn, message).orElseThrow();
  }

  private static void note(Db db, Of of, String event, String platformId, long now)
      throws SQLException {
    Timeline.note(db, of.turn().seq(), now, event, of.turn().attempt(), platformId);
  }

  private static Said said(Columns row) throws SQLException {
    return new Said(
        row.getLong(1),
        row.getBoolean(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getLong(7));
  }

  private static Of turn(Columns row) throws SQLException {
    TurnState state = TurnState.valueOf(row.getString(2));
    return new Of(
        new Cancel.Turn(row.getLong(1), state, row.getString(3), row.getInt(4)), row.getLong(5));
  }
}
