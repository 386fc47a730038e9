package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.SessionKey;
import io.holdfast.model.SessionState;
import java.sql.SQLException;
import java.util.Optional;

/** Sessions, and which of a session's turns may be claimed. */
final class Sessions {

  /** A session as it is stored. */
  record Session(
      long id, Address address, SessionState state, int epoch, Optional<DoubleText> doubleText) {
    boolean active() {
      return state == SessionState.ACTIVE;
    }
  }

  private static final String COLUMNS =
      "id, connector, chat, thread, person, state, epoch, double_text";

  private static final String BY_KEY = "SELECT " + COLUMNS + " FROM session WHERE key = ?";

  private static final String BY_ID = "SELECT " + COLUMNS + " FROM session WHERE id = ?";

  private static final String OF_TURN =
      "SELECT " + COLUMNS + " FROM session WHERE id = (SELECT session FROM turn WHERE id = ?)";

  private static final String INSERT =
      """
      INSERT INTO session (key, connector, chat, thread, person, state, epoch)
      VALUES (?, ?, ?, ?, ?, 'ACTIVE', 0) RETURNING
      """
          + COLUMNS;

  private static final String HEARD = "UPDATE session SET last_at = ? WHERE id = ?";
  private static final String CHOOSE = "UPDATE session SET double_text = ? WHERE id = ?";
  private static final String SET_STATE = "UPDATE session SET state = ? WHERE id = ?";

  /**
   * The next turn is the one that has begun, else the oldest that is queued. One that still
   * collects is left to the claim that finds it due.
   */
  private static final String PROMOTE =
      """
      UPDATE turn SET ready = 1, %s
      WHERE seq = coalesce(
          (SELECT b.seq FROM turn b WHERE b.session = ? AND b.%s),
          (SELECT min(q.seq) FROM turn q WHERE q.session = ? AND q.state = 'QUEUED'))
        AND state IN ('QUEUED', 'INTERRUPTED') AND ready = 0 AND not_before = 0
        AND (SELECT s.state FROM session s WHERE s.id = ?) = 'ACTIVE'
      RETURNING runner
      """
          .formatted(Fair.NOT_BEHIND, States.BEGUN);

  private static final String HOLD_BEGUN =
      "UPDATE turn SET ready = 0 WHERE session = ? AND ready = 1 AND " + States.BEGUN;

  private static final String HOLD_QUEUED =
      "UPDATE turn SET ready = 0 WHERE session = ? AND ready = 1 AND state = 'QUEUED'";

  private Sessions() {}

  static Optional<Session> find(Db db, Address address) throws SQLException {
    return find(db, SessionKey.of(address).text());
  }

  static Optional<Session> find(Db db, String key) throws SQLException {
    return db.first(BY_KEY, Sessions::session, key);
  }

  static Db.Later<Optional<Session>> findLater(Db db, String key) throws SQLException {
    return db.firstLater(BY_KEY, Sessions::session, key);
  }

  static Session get(Db db, long id) throws SQLException {
    return db.first(BY_ID, Sessions::session, id).orElseThrow();
  }

  /** The session of a turn, by the turn's id. */
  static Db.Later<Optional<Session>> ofTurn(Db db, String turn) throws SQLException {
    return db.firstLater(OF_TURN, Sessions::session, turn);
  }

  static Session create(Db db, Address address) throws SQLException {
    return db.first(
            INSERT,
            Sessions::session,
            SessionKey.of(address).text(),
            address.connector(),
            address.chat(),
            address.thread(),
            address.person())
        .orElseThrow();
  }

  static Session findOrCreate(Db db, Address address) throws SQLException {
    Optional<Session> found = find(db, address);
    return found.isPresent() ? found.get() : create(db, address);
  }

  /** A message was accepted in it. */
  static void heard(Db db, long session, long now) throws SQLException {
    db.run(HEARD, now, session);
  }

  static void setState(Db db, long session, SessionState state) throws SQLException {
    db.run(SET_STATE, state.name(), session);
  }

  /** What becomes of messages while it is busy; empty: what its route says. */
  static void choose(Db db, long session, Optional<DoubleText> policy) throws SQLException {
    db.run(CHOOSE, policy.map(DoubleText::word).orElse(""), session);
  }

  /** Makes the session's next turn claimable, if there is one that may run. */
  static void promote(Tx tx, long session) throws SQLException {
    tx.work(tx.db().firstLater(PROMOTE, row -> row.getString(1), session, session, session));
  }

  /** Decides anew which turn may be claimed, after a change that may have put one before others. */
  static void reconsider(Tx tx, long session) throws SQLException {
    hold(tx.db(), session);
    promote(tx, session);
  }

  /** Makes none of the session's turns claimable. */
  static void hold(Db db, long session) throws SQLException {
    db.run(HOLD_BEGUN, session);
    db.run(HOLD_QUEUED, session);
  }

  /** An address, in four columns from the {@code first} on: connector, chat, thread, person. */
  static Address address(Columns row, int first) throws SQLException {
    return new Address(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3));
  }

  private static Session session(Columns row) throws SQLException {
    return new Session(
        row.getLong(1),
        address(row, 2),
        SessionState.valueOf(row.getString(6)),
        row.getInt(7),
        DoubleText.of(row.getString(8)));
  }
}
