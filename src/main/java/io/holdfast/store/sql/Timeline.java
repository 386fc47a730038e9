package io.holdfast.store.sql;

import io.holdfast.model.TimelineEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a message and its turn. Only what their rows do not say by themselves is written
 * down, so that the common way of a message costs two lines.
 */
final class Timeline {

  private record Entry(String message, long turnSeq, TimelineEntry accepted) {}

  private static final String NOTE =
      "INSERT INTO timeline (turn, at, event, attempt, detail) VALUES (?, ?, ?, ?, ?)";

  private static final String MESSAGE =
      """
      SELECT m.accepted_at, m.kind, coalesce(t.id, ''), coalesce(t.seq, 0),
             CASE WHEN (SELECT min(f.seq) FROM message f WHERE f.turn = m.turn) < m.seq
                  THEN 1 ELSE 0 END,
             m.id
      FROM message m LEFT JOIN turn t ON t.seq = m.turn
      WHERE %s
      """;

  private static final String BY_PLATFORM_ID =
      MESSAGE.formatted("m.connector = ? AND m.platform_id = ?");
  private static final String OF_TURN = MESSAGE.formatted("m.turn = ?") + " ORDER BY m.seq";

  private static final String TURN_ID = "SELECT id FROM turn WHERE seq = ?";

  private static final String EVENTS =
      "SELECT at, event, attempt, detail FROM timeline WHERE turn = ? ORDER BY seq";

  private static final String DELIVERIES =
      """
      SELECT final_at, state, id FROM delivery
      WHERE turn = ? AND state IN ('SENT', 'DEAD') ORDER BY seq
      """;

  /** What was said about the message itself has its id in its key: a slash ends it, 0 is next. */
  private static final String ANSWERS =
      """
      SELECT final_at, state, id FROM delivery
      WHERE key >= ? || '/' AND key < ? || '0' AND turn IS NULL AND state IN ('SENT', 'DEAD')
      ORDER BY seq
      """;

  private Timeline() {}

  static void note(Db db, long turn, long at, String event, int attempt, String detail)
      throws SQLException {
    db.run(NOTE, turn, at, event, attempt, detail);
  }

  /** The life of one message. */
  static List<TimelineEntry> of(Db db, String connector, String platformId) throws SQLException {
    Optional<Entry> message = db.first(BY_PLATFORM_ID, Timeline::entry, connector, platformId);
    if (message.isEmpty()) {
      return List.of();
    }
    Entry entry = message.get();
    List<TimelineEntry> entries = new ArrayList<>();
    entries.add(entry.accepted());
    entries.addAll(db.list(ANSWERS, row -> delivery(row, ""), entry.message(), entry.message()));
    entries.addAll(happened(db, entry.turnSeq(), entry.accepted().turn()));
    return inOrder(entries);
  }

  /** The life of a turn, with all its messages. */
  static List<TimelineEntry> ofTurn(Db db, long turn) throws SQLException {
    List<TimelineEntry> entries = new ArrayList<>();
    db.list(OF_TURN, Timeline::entry, turn).forEach(message -> entries.add(message.accepted()));
    String id = db.first(TURN_ID, row -> row.getString(1), turn).orElseThrow();
    entries.addAll(happened(db, turn, id));
    return inOrder(entries);
  }

  private static List<TimelineEntry> happened(Db db, long turn, String id) throws SQLException {
    List<TimelineEntry> entries = new ArrayList<>();
    entries.addAll(db.list(EVENTS, row -> event(row, id), turn));
    entries.addAll(db.list(DELIVERIES, row -> delivery(row, id), turn));
    return entries;
  }

  private static List<TimelineEntry> inOrder(List<TimelineEntry> entries) {
    entries.sort(Comparator.comparingLong(TimelineEntry::at));
    return List.copyOf(entries);
  }

  private static Entry entry(Columns row) throws SQLException {
    String turn = row.getString(3);
    String how =
        switch (row.getString(2)) {
          case "COMMAND" -> "command";
          case "ANSWER" -> "answer";
          case "STEERING" -> "steering";
          default -> row.getBoolean(5) ? "joined" : "queued";
        };
    return new Entry(
        row.getString(6),
        row.getLong(4),
        new TimelineEntry(row.getLong(1), "accepted", turn, 0, how));
  }

  private static TimelineEntry event(Columns row, String turn) throws SQLException {
    return new TimelineEntry(
        row.getLong(1), row.getString(2), turn, row.getInt(3), row.getString(4));
  }

  private static TimelineEntry delivery(Columns row, String turn) throws SQLException {
    String event = row.getString(2).equals("SENT") ? "delivered" : "dropped";
    return new TimelineEntry(row.getLong(1), event, turn, 0, row.getString(3));
  }
}
