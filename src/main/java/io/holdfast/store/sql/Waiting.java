package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.Optional;

/** The turns of a session that wait, and how a message gets into one. */
final class Waiting {

  /**
   * A session's queue.
   *
   * @param last the seq of its last turn, 0 when it is empty
   */
  record Queue(int size, long last) {}

  /** The turn that takes a message. */
  record Taken(String id, TurnState state) {}

  private record Joinable(String id, long since) {}

  private static final String QUEUE =
      """
      SELECT count(*), coalesce(max(seq), 0) FROM turn
      WHERE session = (SELECT id FROM session WHERE key = ?) AND state = 'QUEUED'
      """;

  /** Only a turn that no attempt has worked on may grow, and only within its memory and runner. */
  private static final String JOINABLE =
      """
      SELECT id, since FROM turn
      WHERE seq = ? AND attempt = 0 AND epoch = ? AND runner = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO turn (id, session, runner, sender, tag, state, ready, epoch, since, not_before)
      VALUES (?, ?, ?, ?, (SELECT tag FROM fair WHERE runner = ?3 AND sender = ?4), 'QUEUED', ?, ?, ?,
              ?)
      """;

  private static final String COLLECT = "UPDATE turn SET not_before = ?, ready = 0 WHERE seq = ?";

  private static final String HURRY = "UPDATE turn SET not_before = 0 WHERE seq = ?";

  private final Tx tx;
  private final Session session;
  private final Route route;
  private final DoubleText policy;
  private final long now;

  /**
   * @param policy what becomes of the message
   */
  Waiting(Tx tx, Session session, Route route, DoubleText policy, long now) {
    this.tx = tx;
    this.session = session;
    this.route = route;
    this.policy = policy;
    this.now = now;
  }

  /** The queue of the session of a key. */
  static Db.Later<Optional<Queue>> queue(Db db, String key) throws SQLException {
    return db.firstLater(QUEUE, row -> new Queue(row.getInt(1), row.getLong(2)), key);
  }

  /**
   * The last turn that waits, if the message joins it.
   *
   * @param begun the seq of the turn that has begun, 0 where none has
   */
  Optional<Taken> join(Queue queue, long begun) throws SQLException {
    boolean joins = policy == DoubleText.COLLECT || policy == DoubleText.INTERRUPT;
    if (!joins || queue.last() <= begun) {
      return Optional.empty();
    }
    Optional<Joinable> turn =
        tx.db()
            .first(
                JOINABLE,
                row -> new Joinable(row.getString(1), row.getLong(2)),
                queue.last(),
                session.epoch(),
                route.runner());
    if (turn.isPresent() && policy == DoubleText.COLLECT) {
      collect(queue.last(), turn.get().since());
    } else if (turn.isPresent()) {
      tx.db().run(HURRY, queue.last());
      Sessions.promote(tx, session.id());
    }
    return turn.map(joined -> new Taken(joined.id(), TurnState.QUEUED));
  }

  /** Lets a turn wait for more, but not for ever. */
  private void collect(long turn, long since) throws SQLException {
    long until = Math.min(now + route.collectWindow(), since + Route.COLLECTED_WITHIN);
    if (until > now) {
      tx.db().run(COLLECT, until, turn);
      tx.work(route.runner(), until - now);
    }
  }

  /**
   * A new turn.
   *
   * @param first whether nothing of the session is before it
   */
  Taken begin(Inbound message, boolean first) throws SQLException {
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    String sender = Fair.sender(message.address().connector(), message.sender().id());
    Fair.next(tx.db(), route.runner(), sender);
    long window = policy == DoubleText.COLLECT ? route.collectWindow() : 0;
    boolean ready = first && session.active() && window == 0;
    tx.db()
        .run(
            INSERT,
            id,
            session.id(),
            route.runner(),
            sender,
            ready ? 1 : 0,
            session.epoch(),
            now,
            window == 0 ? 0 : now + window);
    if (ready) {
      tx.work(route.runner());
    } else if (window > 0) {
      tx.work(route.runner(), window);
    }
    return new Taken(id, TurnState.QUEUED);
  }
}
