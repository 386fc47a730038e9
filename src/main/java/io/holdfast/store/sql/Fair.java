package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.SessionKey;
import java.sql.SQLException;

/**
 * Start-time fair queueing among the senders of a runner. A turn's tag is the tag that is being
 * served now or one more than its sender's last, whichever is later; the lowest is claimed first.
 * So whoever sends a hundred gets his second turn after everybody's first.
 *
 * <p>Source: Goyal, Vin, Cheng, "Start-time Fair Queueing", SIGCOMM 1996.
 */
final class Fair {

  private static final String NEXT =
      """
      INSERT INTO fair (runner, sender, tag)
      SELECT ?, ?, coalesce(max(CASE WHEN sender = '' THEN tag ELSE tag + 1 END), 0)
      FROM fair WHERE runner = ? AND sender IN ('', ?)
      ON CONFLICT (runner, sender) DO UPDATE SET tag = excluded.tag
      """;

  private static final String SERVED =
      """
      INSERT INTO fair (runner, sender, tag) VALUES (?, '', ?)
      ON CONFLICT (runner, sender) DO UPDATE SET tag = excluded.tag WHERE excluded.tag > fair.tag
      """;

  /** A sender whose last tag has been overtaken is as good as one never seen. */
  private static final String FORGET =
      """
      DELETE FROM fair WHERE sender <> '' AND tag <
        (SELECT f.tag FROM fair f WHERE f.runner = fair.runner AND f.sender = '')
      """;

  /**
   * The tag of a turn that becomes claimable, as part of an update of {@code turn}: one that had to
   * wait for its session goes before all others, and not behind the clock. So whoever looks for the
   * lowest tag need not look below the clock, where only the dead are.
   */
  static final String NOT_BEHIND =
      """
      tag = coalesce((SELECT f.tag FROM fair f WHERE f.runner = turn.runner AND f.sender = ''
                        AND f.tag > turn.tag AND turn.state = 'QUEUED'), tag)
      """;

  private Fair() {}

  /** The name under which a sender takes turns; one that no other sender has. */
  static String sender(String connector, String senderId) {
    return SessionKey.of(new Address(connector, senderId, "")).text();
  }

  /** Makes the tag of a new turn its sender's last. */
  static void next(Db db, String runner, String sender) throws SQLException {
    db.run(NEXT, runner, sender, runner, sender);
  }

  /** A turn with this tag was claimed. */
  static void served(Db db, String runner, long tag) throws SQLException {
    db.run(SERVED, runner, tag);
  }

  static void forgetOvertaken(Db db) throws SQLException {
    db.update(FORGET);
  }
}
