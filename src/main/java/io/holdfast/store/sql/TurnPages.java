package io.holdfast.store.sql;

import io.holdfast.model.Page;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.TurnFilter;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns as an operator lists them, the newest first. Those that are rare in a state are found by
 * that state's index, and only those that are many are walked, from the newest on.
 */
final class TurnPages {

  private static final String LIST = "turns";

  private static final String PICK =
      """
      SELECT t.seq FROM turn t %s
      WHERE t.%s AND ? IN ('', t.runner) AND t.state IN (SELECT value FROM json_each(?))
        AND t.seq < ? ORDER BY t.seq DESC LIMIT ?
      """;

  private static final String ALL_BEGUN = PICK.formatted("INDEXED BY turn_begun", States.BEGUN);
  private static final String ALL_QUEUED =
      PICK.formatted("INDEXED BY turn_queued", "state = 'QUEUED'");
  private static final String ALL_FAILED =
      PICK.formatted("INDEXED BY turn_failed", "state IN ('FAILED', 'CANCELLED')");
  private static final String ALL_DONE = PICK.formatted("", "state = 'DONE'");

  private static final String OF_BEGUN =
      PICK.formatted("INDEXED BY turn_begun", "session = ? AND t." + States.BEGUN);
  private static final String OF_QUEUED =
      PICK.formatted("INDEXED BY turn_queued", "session = ? AND t.state = 'QUEUED'");
  private static final String OF_ENDED =
      PICK.formatted("INDEXED BY turn_ended", "session = ? AND t." + States.ENDED);

  private static final String SESSION = "SELECT id FROM session WHERE key = ?";

  private TurnPages() {}

  static Page<TurnView> of(Db db, TurnFilter filter, Piece piece) throws SQLException {
    long after = Cursor.of(LIST, piece.cursor()).first();
    int rows = Pages.rows(piece);
    List<Pages.Placed<TurnView>> views = new ArrayList<>();
    List<Long> picked = picked(db, filter, after, rows);
    picked.sort(Comparator.reverseOrder());
    for (long seq : picked.subList(0, Math.min(rows, picked.size()))) {
      views.add(new Pages.Placed<>(new Cursor(seq, 0), TurnDetails.view(db, seq)));
    }
    return Pages.page(LIST, piece, views);
  }

  /** The first rows of each group; those of them all are among these. */
  private static List<Long> picked(Db db, TurnFilter filter, long after, int rows)
      throws SQLException {
    String states = json(filter.states());
    List<Long> picked = new ArrayList<>();
    if (filter.session().isEmpty()) {
      for (String sql : groups(filter.states())) {
        picked.addAll(db.list(sql, row -> row.getLong(1), filter.runner(), states, after, rows));
      }
      return picked;
    }
    Optional<Long> session = db.first(SESSION, row -> row.getLong(1), filter.session());
    if (session.isPresent()) {
      for (String sql : List.of(OF_BEGUN, OF_QUEUED, OF_ENDED)) {
        picked.addAll(
            db.list(
                sql, row -> row.getLong(1), session.get(), filter.runner(), states, after, rows));
      }
    }
    return picked;
  }

  /** Without those in which nothing can match: a walk that finds nothing goes to the end. */
  private static List<String> groups(Set<TurnState> states) {
    return states.isEmpty() || states.contains(TurnState.DONE)
        ? List.of(ALL_BEGUN, ALL_QUEUED, ALL_FAILED, ALL_DONE)
        : List.of(ALL_BEGUN, ALL_QUEUED, ALL_FAILED);
  }

  private static String json(Set<TurnState> states) {
    Collection<TurnState> wanted = states.isEmpty() ? Arrays.asList(TurnState.values()) : states;
    return new JsonArray(wanted.stream().map(TurnState::name).toList()).encode();
  }
}
