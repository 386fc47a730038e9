package io.holdfast.store.sql;

import java.sql.SQLException;

/** Which processes live, as their leases tell. */
final class Nodes {

  /** A lease that runs out at this moment, or has run out, or a node that has left. */
  private static final String OVERDUE =
      """
      SELECT 1 FROM node
      WHERE left_at IS NULL AND dead_at IS NULL AND id <> ? AND lease_until <= ?
      """;

  private static final String ABANDONED =
      "SELECT 1 FROM turn t WHERE t.state = 'RUNNING' AND t.node <> ? AND " + gone("t.node");

  private Nodes() {}

  /** A condition with a place for the database's time: no such node lives. */
  static String gone(String node) {
    return "NOT EXISTS (SELECT 1 FROM node l WHERE l.id = "
        + node
        + " AND l.left_at IS NULL AND l.lease_until > ?)";
  }

  /** Whether another one has died, or left work behind, and nobody has put that right. */
  static boolean gone(Db db, String node) throws SQLException {
    return db.exists(OVERDUE, node, db.clock()) || db.exists(ABANDONED, node, db.clock());
  }
}
