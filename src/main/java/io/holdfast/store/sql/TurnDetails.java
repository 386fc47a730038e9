package io.holdfast.store.sql;

import io.holdfast.model.MarkerView;
import io.holdfast.model.MessageView;
import io.holdfast.model.NodeView;
import io.holdfast.model.Reason;
import io.holdfast.model.StepState;
import io.holdfast.model.StepView;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that is known of one turn, one message, one process; no text and no result of a step. */
final class TurnDetails {

  private record Found(MessageView message, Optional<Long> turn) {}

  private static final String VIEW =
      """
      SELECT t.id, s.key, s.connector, s.chat, s.thread, s.person, t.runner, t.state,
        t.cancelled, t.attempt, t.interruptions,
        (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'),
        t.node, m.stop, m.reason, m.at,
        coalesce((SELECT f.accepted_at FROM message f WHERE f.turn = t.seq
                  ORDER BY f.seq LIMIT 1), t.since),
        t.since
      FROM turn t JOIN session s ON s.id = t.session LEFT JOIN marker m ON m.turn = t.seq
      WHERE t.seq = ?
      """;

  private static final String SEQ = "SELECT seq FROM turn WHERE id = ?";

  private static final String MESSAGE = "connector, platform_id, kind, sender_id, accepted_at";

  private static final String MESSAGES =
      "SELECT " + MESSAGE + " FROM message WHERE turn = ? ORDER BY seq";

  /** The index of messages begins with their connector, so each connector is asked. */
  private static final String BY_PLATFORM_ID =
      """
      WITH RECURSIVE known (name) AS (
        SELECT min(connector) FROM message
        UNION ALL
        SELECT (SELECT min(m.connector) FROM message m WHERE m.connector > known.name)
        FROM known WHERE known.name IS NOT NULL)
      SELECT
      """
          + MESSAGE
          + ", turn FROM known CROSS JOIN message WHERE connector = known.name AND platform_id = ?"
          + " ORDER BY accepted_at, seq";

  private static final String STEPS =
      """
      SELECT key, label, state, attempt, begun_at, at FROM step WHERE turn = ? ORDER BY seq
      """;

  private static final String NODES =
      """
      SELECT id, joined_at, beat_at, coalesce(left_at, dead_at, 0) FROM node
      ORDER BY joined_at DESC, id DESC LIMIT ?
      """;

  private TurnDetails() {}

  static TurnView view(Db db, long seq) throws SQLException {
    return db.first(VIEW, TurnDetails::turn, seq).orElseThrow();
  }

  static Optional<TurnDetail> of(Db db, String id) throws SQLException {
    Optional<Long> seq = db.first(SEQ, row -> row.getLong(1), id);
    return seq.isPresent() ? Optional.of(detail(db, seq.get())) : Optional.empty();
  }

  static List<Trace> trace(Db db, String platformId) throws SQLException {
    List<Trace> traces = new ArrayList<>();
    for (Found found : db.list(BY_PLATFORM_ID, TurnDetails::found, platformId)) {
      Optional<TurnDetail> turn =
          found.turn().isPresent() ? Optional.of(detail(db, found.turn().get())) : Optional.empty();
      traces.add(
          new Trace(
              found.message(), turn, Timeline.of(db, found.message().connector(), platformId)));
    }
    return List.copyOf(traces);
  }

  static List<NodeView> nodes(Db db, int limit) throws SQLException {
    return db.list(
        NODES,
        row -> new NodeView(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
        limit);
  }

  private static TurnDetail detail(Db db, long seq) throws SQLException {
    return new TurnDetail(
        view(db, seq),
        db.list(MESSAGES, TurnDetails::message, seq),
        db.list(STEPS, TurnDetails::step, seq),
        DeliveryPages.ofTurn(db, seq),
        Timeline.ofTurn(db, seq));
  }

  private static TurnView turn(Columns row) throws SQLException {
    return new TurnView(
        row.getString(1),
        row.getString(2),
        Sessions.address(row, 3),
        row.getString(7),
        TurnState.valueOf(row.getString(8)),
        row.getBoolean(9),
        row.getInt(10),
        row.getInt(11),
        row.getInt(12),
        row.getString(13),
        marker(row),
        row.getLong(17),
        row.getLong(18));
  }

  private static Optional<MarkerView> marker(Columns row) throws SQLException {
    String stop = row.getString(14);
    return stop == null
        ? Optional.empty()
        : Optional.of(new MarkerView(stop, Reason.valueOf(row.getString(15)), row.getLong(16)));
  }

  private static Found found(Columns row) throws SQLException {
    long turn = row.getLong(6);
    return new Found(message(row), turn == 0 ? Optional.empty() : Optional.of(turn));
  }

  private static MessageView message(Columns row) throws SQLException {
    return new MessageView(
        row.getString(1),
        row.getString(2),
        row.getString(3).toLowerCase(Locale.ROOT),
        row.getString(4),
        row.getLong(5));
  }

  private static StepView step(Columns row) throws SQLException {
    StepState state = StepState.valueOf(row.getString(3));
    return new StepView(
        row.getString(1),
        row.getString(2),
        state,
        row.getInt(4),
        row.getLong(5),
        state == StepState.RESULT ? row.getLong(6) : 0);
  }
}
