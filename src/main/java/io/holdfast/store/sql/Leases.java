package io.holdfast.store.sql;

import io.holdfast.model.Lease;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who may use what only one process may use at a time. */
final class Leases {

  /** A lease, and whether another one than the asker holds it. */
  private record Standing(Lease lease, boolean elsewhere) {}

  /** Where nobody else can have the database open, nobody can take it away. */
  private static final long ALONE = TimeUnit.DAYS.toMillis(1);

  private static final String HAS_LEFT =
      "EXISTS (SELECT 1 FROM node n WHERE n.id = lease.holder AND n.left_at IS NOT NULL)";

  private static final String STANDING =
      """
      SELECT holder, generation, ends_at,
             CASE WHEN holder <> ? AND ends_at > ? AND NOT %s THEN 1 ELSE 0 END
      FROM lease WHERE name = ?
      """
          .formatted(HAS_LEFT);

  private static final String TAKE =
      """
      INSERT INTO lease (name, holder, generation, ends_at) VALUES (?, ?, 1, ?)
      ON CONFLICT (name) DO UPDATE
      SET generation = lease.generation
            + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
          holder = excluded.holder, ends_at = excluded.ends_at
      WHERE lease.holder = excluded.holder OR lease.ends_at <= ? OR %s
      """
          .formatted(HAS_LEFT);

  private static final String GIVE_UP =
      "UPDATE lease SET holder = '', ends_at = 0 WHERE name = ? AND holder = ?";

  private Leases() {}

  /**
   * Looks first, so that whoever is not given it waits for no row either: a holder that freezes in
   * mid-renewal must not take the signs of life of others along.
   */
  static Lease take(Db db, String name, String node) throws SQLException {
    Optional<Standing> before = standing(db, name, node);
    if (before.isPresent() && before.get().elsewhere()) {
      return before.get().lease();
    }
    db.update(TAKE, name, node, db.leaseEnd(), db.clock());
    return standing(db, name, node).orElseThrow().lease();
  }

  static void giveUp(Db db, String name, String node) throws SQLException {
    db.update(GIVE_UP, name, node);
  }

  private static Optional<Standing> standing(Db db, String name, String node) throws SQLException {
    return db.first(STANDING, row -> standing(db, row), node, db.clock(), name);
  }

  private static Standing standing(Db db, Columns row) throws SQLException {
    long left = db.clock() == 0 ? ALONE : row.getLong(3) - db.clock();
    return new Standing(new Lease(row.getString(1), row.getLong(2), left), row.getLong(4) == 1);
  }
}
