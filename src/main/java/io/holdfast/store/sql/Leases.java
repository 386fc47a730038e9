package io.holdfast.store.sql;

import io.holdfast.model.Lease;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who may use what only one process may use at a time. */
final class Leases {

  /** A row, with its end by the database's clock. */
  private record Standing(String holder, long generation, long end) {

    private boolean heldFrom(String node, long clock) {
      return !holder.equals(node) && end > clock;
    }

    private Lease lease(long clock) {
      return new Lease(holder, generation, clock == 0 ? ALONE : end - clock);
    }
  }

  /** Where nobody else can have the database open, nobody can take it away. */
  private static final long ALONE = TimeUnit.DAYS.toMillis(1);

  private static final String STANDING =
      "SELECT holder, generation, ends_at FROM lease WHERE name = ?";

  private static final String TAKE =
      """
      INSERT INTO lease (name, holder, generation, ends_at) VALUES (?, ?, 1, ?)
      ON CONFLICT (name) DO UPDATE
      SET generation = lease.generation
            + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
          holder = excluded.holder, ends_at = excluded.ends_at
      WHERE lease.holder = excluded.holder OR lease.ends_at <= ?
      """;

  private static final String GIVE_UP =
      "UPDATE lease SET holder = '', ends_at = 0 WHERE name = ? AND holder = ?";

  private Leases() {}

  /**
   * Whether its holder has left, or is taken for dead, is not asked: what that one believes of the
   * lease goes by the lease alone, and a connector of it may be slower to go than its node.
   *
   * <p>Looks first, so that whoever is not given it waits for no row either: a holder that freezes
   * in mid-renewal must not take the signs of life of others along.
   */
  static Lease take(Db db, String name, String node) throws SQLException {
    Optional<Standing> before = standing(db, name).filter(row -> row.heldFrom(node, db.clock()));
    if (before.isPresent()) {
      return before.get().lease(db.clock());
    }
    db.update(TAKE, name, node, db.leaseEnd(), db.clock());
    return standing(db, name).orElseThrow().lease(db.clock());
  }

  static void giveUp(Db db, String name, String node) throws SQLException {
    db.update(GIVE_UP, name, node);
  }

  private static Optional<Standing> standing(Db db, String name) throws SQLException {
    return db.first(
        STANDING, row -> new Standing(row.getString(1), row.getLong(2), row.getLong(3)), name);
  }
}
