package io.holdfast.store.sql;

import io.holdfast.model.Address;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Gives turns whose runner is gone to another one. */
final class Reroute implements Operation<Integer> {

  private record Waiting(long seq, String runner, String sender, boolean ready, Address address) {}

  private static final String WAITING =
      """
      SELECT t.seq, t.runner, t.sender, t.ready, s.connector, s.chat, s.thread, s.person,
        t.tag
      FROM turn t JOIN session s ON s.id = t.session WHERE t.state <> 'RUNNING' AND t.%s
      """;

  private static final String ALL =
      WAITING.formatted("state = 'QUEUED'")
          + " UNION ALL "
          + WAITING.formatted(States.BEGUN)
          + " ORDER BY 9, 1";

  private static final String MOVE =
      """
      UPDATE turn
      SET runner = ?1, tag = (SELECT f.tag FROM fair f WHERE f.runner = ?1 AND f.sender = turn.sender)
      WHERE seq = ?2
      """;

  private final Set<String> runners;
  private final Function<Address, Optional<String>> route;

  Reroute(Set<String> runners, Function<Address, Optional<String>> route) {
    this.runners = Set.copyOf(runners);
    this.route = route;
  }

  @Override
  public Integer run(Tx tx) throws SQLException {
    List<Waiting> all = tx.db().list(ALL, Reroute::waiting);
    int moved = 0;
    for (Waiting turn : all) {
      if (!runners.contains(turn.runner()) && move(tx, turn)) {
        moved++;
      }
    }
    return moved;
  }

  private boolean move(Tx tx, Waiting turn) throws SQLException {
    Optional<String> runner = route.apply(turn.address());
    if (runner.isEmpty() || runner.get().equals(turn.runner())) {
      return false;
    }
    move(tx.db(), turn.seq(), turn.sender(), runner.get());
    if (turn.ready()) {
      tx.work(runner.get());
    }
    return true;
  }

  /** Tags are times of a runner's own clock, so it takes its place among those who wait there. */
  static void move(Db db, long turn, String sender, String runner) throws SQLException {
    Fair.next(db, runner, sender);
    db.run(MOVE, runner, turn);
  }

  private static Waiting waiting(Columns row) throws SQLException {
    return new Waiting(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        Sessions.address(row, 5));
  }
}
