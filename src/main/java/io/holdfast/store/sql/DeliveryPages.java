package io.holdfast.store.sql;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.Page;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries as an operator sees them, the newest first. */
final class DeliveryPages {

  private static final String LIST = "deliveries";

  private static final String VIEW =
      """
      SELECT d.seq, d.id, d.connector, d.chat, coalesce(t.id, ''), d.kind, d.part, d.parts, d.state,
             d.created_at, d.final_at, coalesce(g.because, '')
      FROM %s LEFT JOIN turn t ON t.seq = d.turn LEFT JOIN sending g ON g.delivery = d.id
      """;

  private static final String FILTERED =
      VIEW
          + """
          WHERE %s AND ? IN ('', d.connector) AND ? IN ('', d.chat) AND ? IN ('', d.state)
            AND d.seq < ? ORDER BY d.seq DESC LIMIT ?
          """;

  private static final String PENDING =
      FILTERED.formatted("delivery d INDEXED BY delivery_due", "d.state = 'PENDING'");
  private static final String HELD =
      FILTERED.formatted("delivery d INDEXED BY delivery_held", "d.state = 'HELD'");
  private static final String TRIED =
      FILTERED.formatted(
          "delivery d INDEXED BY delivery_tried", "d.state IN ('ATTEMPTING', 'UNKNOWN')");
  private static final String DEAD =
      FILTERED.formatted("delivery d INDEXED BY delivery_dead", "d.state = 'DEAD'");
  private static final String IN_CHAT =
      FILTERED.formatted(
          "session s CROSS JOIN delivery d INDEXED BY delivery_past",
          "s.chat = ? AND d.session = s.id");
  private static final String ALL = FILTERED.formatted("delivery d", "d.seq > 0");

  private static final String OF_TURN =
      VIEW.formatted("delivery d") + " WHERE d.turn = ? ORDER BY d.seq";

  private DeliveryPages() {}

  static Page<DeliveryView> of(Db db, DeliveryFilter filter, Piece piece) throws SQLException {
    String sql = statement(filter);
    List<@Nullable Object> values = new ArrayList<>();
    if (sql.equals(IN_CHAT)) {
      values.add(filter.chat());
    }
    values.add(filter.connector());
    values.add(filter.chat());
    values.add(filter.state().map(DeliveryState::name).orElse(""));
    values.add(Cursor.of(LIST, piece.cursor()).first());
    values.add(Pages.rows(piece));
    return Pages.page(
        LIST,
        piece,
        db.list(
            sql,
            row -> new Pages.Placed<>(new Cursor(row.getLong(1), 0), view(row)),
            values.toArray()));
  }

  /** What was said about a turn, in its order. */
  static List<DeliveryView> ofTurn(Db db, long turn) throws SQLException {
    return db.list(OF_TURN, DeliveryPages::view, turn);
  }

  /** Those that are not SENT are few, and have an index each. */
  private static String statement(DeliveryFilter filter) {
    Optional<DeliveryState> state = filter.state().filter(one -> one != DeliveryState.SENT);
    if (state.isEmpty()) {
      return filter.chat().isEmpty() ? ALL : IN_CHAT;
    }
    return switch (state.get()) {
      case PENDING -> PENDING;
      case HELD -> HELD;
      case ATTEMPTING, UNKNOWN -> TRIED;
      case DEAD -> DEAD;
      case SENT -> ALL;
    };
  }

  private static DeliveryView view(Columns row) throws SQLException {
    return new DeliveryView(
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6).toLowerCase(Locale.ROOT),
        row.getInt(7),
        row.getInt(8),
        DeliveryState.valueOf(row.getString(9)),
        row.getLong(10),
        row.getLong(11),
        row.getString(12));
  }
}
