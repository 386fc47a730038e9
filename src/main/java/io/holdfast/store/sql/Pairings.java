package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.Sender;
import io.holdfast.store.Lookout.Piece;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** People whom an operator lets in, and those who have asked for it. */
final class Pairings {

  private static final String LIST = "pairings";

  /** None that looks like another one. */
  private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int GROUP = 4;
  private static final SecureRandom CHANCE = new SecureRandom();

  private static final String COLUMNS =
      "connector, chat, thread, sender, name, code, expires_at, approved_at, seq";

  private static final String OF =
      "SELECT " + COLUMNS + " FROM pairing WHERE connector = ? AND sender = ?";

  private static final String LISTED =
      "SELECT "
          + COLUMNS
          + " FROM pairing "
          + """
          WHERE ? IN ('', connector) AND (approved_at > 0 OR expires_at > ?) AND seq < ?
          ORDER BY seq DESC LIMIT ?
          """;

  private static final String EXPIRED = " WHERE connector = ? AND code <> '' AND expires_at <= ?";

  private static final String FORGET_EXPIRED = "DELETE FROM pairing" + EXPIRED + " AND revoked = 0";

  private static final String EXPIRE =
      "UPDATE pairing SET code = '', expires_at = 0" + EXPIRED + " AND revoked = 1";

  private static final String OPEN =
      "SELECT count(*) FROM pairing WHERE connector = ? AND code <> ''";

  private static final String ASK =
      """
      INSERT INTO pairing (connector, chat, thread, sender, name, code, expires_at, approved_at,
                           revoked)
      VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)
      ON CONFLICT (connector, sender) DO UPDATE
      SET chat = excluded.chat, thread = excluded.thread, name = excluded.name,
          code = excluded.code, expires_at = excluded.expires_at
      RETURNING
      """
          + COLUMNS;

  private static final String APPROVE =
      """
      UPDATE pairing SET code = '', expires_at = 0, approved_at = ?1, revoked = 0
      WHERE code = ?2 AND code <> '' AND expires_at > ?1 RETURNING
      """
          + COLUMNS;

  /** It stays known which chat was theirs alone, whatever they ask for later. */
  private static final String REVOKE =
      """
      UPDATE pairing SET code = '', expires_at = 0, approved_at = 0, revoked = 1
      WHERE connector = ? AND sender = ? AND (approved_at > 0 OR code <> '')
      """;

  private Pairings() {}

  static Optional<Pairing> of(Db db, String connector, String sender) throws SQLException {
    return db.first(OF, Pairings::pairing, connector, sender);
  }

  static Page<Pairing> list(Db db, String connector, Piece piece, long now) throws SQLException {
    long before = Cursor.of(LIST, piece.cursor()).first();
    return Pages.page(
        LIST,
        piece,
        db.list(
            LISTED,
            row -> new Pages.Placed<>(new Cursor(row.getLong(9), 0), pairing(row)),
            connector,
            now,
            before,
            Pages.rows(piece)));
  }

  static Optional<Pairing> ask(Db db, Address at, Sender who, long now) throws SQLException {
    Optional<Pairing> before = of(db, at.connector(), who.id());
    if (before.filter(known -> known.approved() || known.open(now)).isPresent()) {
      return before;
    }
    db.run(FORGET_EXPIRED, at.connector(), now);
    db.run(EXPIRE, at.connector(), now);
    if (db.number(OPEN, at.connector()) >= Pairing.MOST_OPEN) {
      return Optional.empty();
    }
    return db.first(
        ASK,
        Pairings::pairing,
        at.connector(),
        at.chat(),
        at.thread(),
        who.id(),
        who.name(),
        code(),
        now + Pairing.GOOD_MILLIS);
  }

  static Optional<Pairing> approve(Tx tx, String code, String text, long now) throws SQLException {
    Optional<Pairing> approved = tx.db().first(APPROVE, Pairings::pairing, now, canonical(code));
    if (approved.isPresent()) {
      Pairing pairing = approved.get();
      Sessions.Session session = Sessions.findOrCreate(tx.db(), pairing.at());
      String key = "paired/" + pairing.at().connector() + "/" + pairing.who().id() + "/" + now;
      Deliveries.notice(tx, session, key, null, NoticeKind.COMMAND, text, "", now);
    }
    return approved;
  }

  static boolean revoke(Db db, String connector, String sender) throws SQLException {
    return db.update(REVOKE, connector, sender) > 0;
  }

  private static String code() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 2 * GROUP; i++) {
      code.append(LETTERS.charAt(CHANCE.nextInt(LETTERS.length())));
    }
    return canonical(code.toString());
  }

  /** As it is given out, however somebody types it. */
  private static String canonical(String code) {
    String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    return plain.length() == 2 * GROUP
        ? plain.substring(0, GROUP) + "-" + plain.substring(GROUP)
        : plain;
  }

  private static Pairing pairing(Columns row) throws SQLException {
    return new Pairing(
        new Address(row.getString(1), row.getString(2), row.getString(3)),
        new Sender(row.getString(4), row.getString(5)),
        row.getString(6),
        row.getLong(7),
        row.getLong(8));
  }
}
