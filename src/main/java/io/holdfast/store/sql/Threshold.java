package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.Door;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Pairing;
import io.holdfast.model.Speaker;
import io.holdfast.store.ClaimRequest.Admission;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a turn is asked, as it begins or goes on, whether it is of somebody who may speak. */
final class Threshold {

  private static final Logger LOG = LoggerFactory.getLogger(Threshold.class);

  /** As if it had never been claimed. */
  private static final String TURN_AWAY =
      """
      UPDATE turn SET state = 'CANCELLED', since = ?, attempt = attempt - 1, node = '', resumed = ''
      WHERE seq = ?
      """;

  private Threshold() {}

  /** Whether any of those may speak whose messages a turn takes. */
  static boolean admits(Db db, Admission admission, Address at, List<Inbox.Entry> entries)
      throws SQLException {
    Door door = admission.doors().apply(at.connector());
    Set<String> people = new LinkedHashSet<>();
    for (Inbox.Entry entry : entries) {
      if (entry.kind() == Inbox.Kind.TASK
          || (entry.kind() == Inbox.Kind.STEERING && !entry.left())) {
        people.add(entry.sender().id());
      }
    }
    for (String id : people) {
      if (admits(db, door, at, id)) {
        return true;
      }
    }
    return people.isEmpty();
  }

  /** Whoever may speak although nobody has approved of them need not be looked up. */
  private static boolean admits(Db db, Door door, Address at, String id) throws SQLException {
    return door.pairs()
        ? door.admits().test(new Speaker(at, id, false, true))
            || door.admits().test(speaker(db, at, id))
        : door.admits().test(new Speaker(at, id, false, false));
  }

  private static Speaker speaker(Db db, Address at, String id) throws SQLException {
    Optional<Pairing> known = Pairings.of(db, at.connector(), id);
    return new Speaker(
        at,
        id,
        known.filter(Pairing::approved).isPresent(),
        known.filter(pairing -> pairing.at().chat().equals(at.chat())).isPresent());
  }

  /**
   * Ends a turn that was claimed a moment ago.
   *
   * @param attempt the number of the last one that ran
   */
  static void turnAway(
      Tx tx, long turn, String id, int attempt, Session session, String text, long now)
      throws SQLException {
    Db db = tx.db();
    db.run(TURN_AWAY, now, turn);
    Turns.unmark(db, turn);
    Arrivals.leave(tx, turn, now);
    String key = id + "/" + attempt + "/turned-away/" + now;
    String about = Inbox.inReplyTo(db, turn);
    Deliveries.notice(tx, session, key, turn, NoticeKind.COMMAND, text, about, now);
    Timeline.note(db, turn, now, "cancelled", attempt, "not-allowed");
    Sessions.promote(tx, session.id());
    LOG.info("event=turned-away connector={} turn={}", session.address().connector(), id);
  }
}
