package io.holdfast.store.sqlite;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.HistoryItem.From;
import io.holdfast.model.Live;
import io.holdfast.model.Reason;
import io.holdfast.model.TurnState;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people and operators look at; changes nothing. */
final class Looks {

  /** A newcomer is shown so many turns at the most, those that have begun first. */
  private static final int MOST_OPEN = 1_000;

  private static final String OPEN =
      """
      SELECT t.seq, t.id, t.attempt, t.state, t.resumed, s.connector, s.chat, s.thread,
             (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT')
      FROM session s JOIN turn t ON t.session = s.id
      WHERE t.%s AND s.connector = ?
      """;

  private static final String OPEN_BEGUN = OPEN.formatted(States.BEGUN);

  private static final String OPEN_QUEUED = OPEN.formatted("state = 'QUEUED'");

  private static final String OF_CHAT = " AND s.chat = ?";

  private static final String ORDER = " ORDER BY t.seq LIMIT " + MOST_OPEN;

  private static final String MESSAGES =
      """
      SELECT m.accepted_at, 0, m.seq, 'USER', m.platform_id, m.text, coalesce(t.id, '')
      FROM message m LEFT JOIN turn t ON t.seq = m.turn
      WHERE m.session = ? AND (m.accepted_at, 0, m.seq) < (?, ?, ?)
      ORDER BY m.accepted_at DESC, m.seq DESC LIMIT ?
      """;

  private static final String DELIVERIES =
      """
      SELECT d.created_at, 1, d.seq, CASE d.kind WHEN 'REPLY' THEN 'AGENT' ELSE 'GATEWAY' END,
             d.id, d.text, coalesce(t.id, '')
      FROM delivery d LEFT JOIN turn t ON t.seq = d.turn
      WHERE d.session = ? AND (d.created_at, 1, d.seq) < (?, ?, ?) AND d.state <> 'DEAD'
      ORDER BY d.created_at DESC, d.seq DESC LIMIT ?
      """;

  private static final String PLACE_OF_MESSAGE =
      "SELECT accepted_at, 0, seq FROM message WHERE connector = ? AND platform_id = ?";

  private static final String PLACE_OF_DELIVERY =
      "SELECT created_at, 1, seq FROM delivery WHERE connector = ? AND id = ?";

  private static final String TURNS =
      "SELECT state, count(*) FROM turn WHERE state = 'QUEUED' OR %s GROUP BY state"
          .formatted(States.BEGUN);

  private static final String QUEUES =
      "SELECT runner, count(*) FROM turn WHERE state = 'QUEUED' GROUP BY runner";

  private static final String PENDING = "SELECT count(*) FROM delivery WHERE state = 'PENDING'";

  private static final String MARKERS = "SELECT count(*) FROM marker";

  /** Where an item stands in the order of a chat's past. */
  private record Place(long at, int kind, long seq) {
    static final Place END = new Place(Long.MAX_VALUE, 0, 0);
  }

  private record Dated(Place place, HistoryItem item) {}

  private record OpenTurn(long seq, Live.TurnChanged turn) {}

  private Looks() {}

  // ── open turns ───────────────────────────────────────────────────────────────────────────────

  static List<Live.TurnChanged> open(Db db, String connector, Audience audience)
      throws SQLException {
    List<OpenTurn> open = new ArrayList<>();
    for (String sql : List.of(OPEN_BEGUN, OPEN_QUEUED)) {
      if (audience.all()) {
        open.addAll(db.list(sql + ORDER, Looks::openTurn, connector));
      }
      for (String chat : audience.chats()) {
        open.addAll(db.list(sql + OF_CHAT + ORDER, Looks::openTurn, connector, chat));
      }
    }
    List<Live.TurnChanged> shown = new ArrayList<>();
    for (OpenTurn turn : open.subList(0, Math.min(MOST_OPEN, open.size()))) {
      shown.add(withMessages(db, turn));
    }
    return shown;
  }

  private static Live.TurnChanged withMessages(Db db, OpenTurn open) throws SQLException {
    Live.TurnChanged turn = open.turn();
    return new Live.TurnChanged(
        turn.address(),
        turn.attempt(),
        turn.state(),
        turn.reason(),
        turn.steps(),
        Wire.strings(Turns.inReplyTo(db, open.seq())));
  }

  private static OpenTurn openTurn(ResultSet row) throws SQLException {
    TurnState state = TurnState.valueOf(row.getString(4));
    boolean resumed = state == TurnState.RUNNING && !row.getString(5).isEmpty();
    Live.TurnChanged turn =
        new Live.TurnChanged(
            new Address(row.getString(6), row.getString(7), row.getString(8)),
            new AttemptId(row.getString(2), row.getInt(3)),
            resumed ? "resumed" : state.wire(),
            resumed ? Reason.valueOf(row.getString(5)).wire() : "",
            row.getInt(9),
            List.of());
    return new OpenTurn(row.getLong(1), turn);
  }

  // ── the past ─────────────────────────────────────────────────────────────────────────────────

  static List<HistoryItem> history(Db db, Address address, String before, int limit)
      throws SQLException {
    Optional<Session> session = Sessions.find(db, address);
    Place end = before.isEmpty() ? Place.END : place(db, address.connector(), before);
    if (session.isEmpty()) {
      return List.of();
    }
    List<Dated> items = new ArrayList<>();
    for (String sql : List.of(MESSAGES, DELIVERIES)) {
      items.addAll(
          db.list(sql, Looks::dated, session.get().id(), end.at(), end.kind(), end.seq(), limit));
    }
    items.sort(newestFirst());
    List<HistoryItem> newest =
        new ArrayList<>(items.stream().limit(limit).map(Dated::item).toList());
    Collections.reverse(newest);
    return newest;
  }

  private static Comparator<Dated> newestFirst() {
    return Comparator.<Dated>comparingLong(dated -> dated.place().at())
        .thenComparingInt(dated -> dated.place().kind())
        .thenComparingLong(dated -> dated.place().seq())
        .reversed();
  }

  private static Place place(Db db, String connector, String before) throws SQLException {
    Optional<Place> item = db.first(PLACE_OF_MESSAGE, Looks::place, connector, before);
    if (item.isEmpty()) {
      item = db.first(PLACE_OF_DELIVERY, Looks::place, connector, before);
    }
    return item.orElseGet(() -> time(before));
  }

  private static Place time(String before) {
    try {
      return new Place(Instant.parse(before).toEpochMilli(), 0, 0);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("neither an item's id nor a time: " + before, e);
    }
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getLong(1), row.getInt(2), row.getLong(3));
  }

  private static Dated dated(ResultSet row) throws SQLException {
    HistoryItem item =
        new HistoryItem(
            row.getLong(1),
            From.valueOf(row.getString(4)),
            row.getString(5),
            row.getString(6),
            row.getString(7));
    return new Dated(place(row), item);
  }

  // ── counts ───────────────────────────────────────────────────────────────────────────────────

  static Counts counts(Db db) throws SQLException {
    Map<TurnState, Long> turns = new EnumMap<>(TurnState.class);
    for (TurnState state : TurnState.values()) {
      if (state.open()) {
        turns.put(state, 0L);
      }
    }
    db.list(TURNS, row -> turns.put(TurnState.valueOf(row.getString(1)), row.getLong(2)));
    Map<String, Long> queued = new HashMap<>();
    db.list(QUEUES, row -> queued.put(row.getString(1), row.getLong(2)));
    return new Counts(
        turns, queued, Map.of(DeliveryState.PENDING, db.number(PENDING)), db.number(MARKERS));
  }
}
