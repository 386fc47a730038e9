package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.HistoryItem.From;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.SessionKey;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was said at an address. Messages and deliveries are merged by time; at the same time a
 * message stands before what was said to it, and each kind in its own order.
 */
final class History {

  private static final String REPLY = "REPLY";
  private static final int MESSAGE = 0;
  private static final int DELIVERY = 1;

  /** A place in that order; what is asked for stands before it. */
  private record Place(long at, int rank, long seq) implements Comparable<Place> {

    private static final Place END = new Place(Long.MAX_VALUE, MESSAGE, 0);

    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::at)
            .thenComparingInt(Place::rank)
            .thenComparingLong(Place::seq);

    /** The first seq of a kind that does not stand before this place, among those of its time. */
    long bound(int kind) {
      return kind == rank ? seq : kind < rank ? Long.MAX_VALUE : 0;
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private record Said(Place place, HistoryItem item) {}

  private static final String MESSAGES =
      """
      SELECT m.accepted_at, m.seq, m.platform_id, m.text, coalesce(t.id, ''), m.attachments
      FROM message m LEFT JOIN turn t ON t.seq = m.turn
      WHERE m.session = ? AND (m.accepted_at, m.seq) < (?, ?) AND m.kind <> 'RETRACTED'
      ORDER BY m.accepted_at DESC, m.seq DESC LIMIT ?
      """;

  private static final String DELIVERIES =
      """
      SELECT d.created_at, d.seq, d.id, d.text, coalesce(t.id, ''), d.kind, d.options,
             d.attachments
      FROM delivery d LEFT JOIN turn t ON t.seq = d.turn
      WHERE d.session = ? AND (d.created_at, d.seq) < (?, ?) AND d.state <> 'DEAD'
      ORDER BY d.created_at DESC, d.seq DESC LIMIT ?
      """;

  private static final String MESSAGE_PLACE =
      """
      SELECT accepted_at, seq FROM message
      WHERE connector = ? AND platform_id = ? AND session = ?
      """;

  private static final String DELIVERY_PLACE =
      "SELECT created_at, seq FROM delivery WHERE id = ? AND session = ?";

  private static final String MESSAGE_FILES =
      """
      SELECT m.attachments FROM message m
      WHERE m.connector = ? AND m.platform_id = ?
        AND m.session = (SELECT s.id FROM session s WHERE s.key = ?)
      """;

  private static final String DELIVERY_FILES =
      """
      SELECT d.attachments FROM delivery d
      WHERE d.id = ? AND d.session = (SELECT s.id FROM session s WHERE s.key = ?)
      """;

  private History() {}

  /** A file of an item, counted from 0; empty where it is not there, or not any more. */
  static Optional<Attachment> file(Db db, Address address, String item, int index)
      throws SQLException {
    String key = SessionKey.of(address).text();
    Optional<String> message =
        db.first(MESSAGE_FILES, row -> row.getString(1), address.connector(), item, key);
    Optional<String> column =
        message.isPresent()
            ? message
            : db.first(DELIVERY_FILES, row -> row.getString(1), item, key);
    return column.isPresent() ? Contents.file(db, column.get(), index) : Optional.empty();
  }

  static List<HistoryItem> of(Db db, Address address, String before, int limit)
      throws SQLException {
    Optional<Session> session = Sessions.find(db, address);
    Place end =
        (session.isPresent() ? place(db, session.get(), before) : time(before))
            .orElseThrow(() -> new IllegalArgumentException("neither an item nor a time"));
    if (session.isEmpty() || limit <= 0) {
      return List.of();
    }
    List<Said> said = new ArrayList<>(messages(db, session.get().id(), end, limit));
    said.addAll(deliveries(db, session.get().id(), end, limit));
    said.sort(Comparator.comparing(Said::place));
    List<Said> last = said.subList(Math.max(0, said.size() - limit), said.size());
    return last.stream().map(Said::item).toList();
  }

  /** Where {@code before} stands; empty when it is neither known here nor a time. */
  private static Optional<Place> place(Db db, Session session, String before) throws SQLException {
    Optional<Place> message =
        db.first(
            MESSAGE_PLACE,
            row -> new Place(row.getLong(1), MESSAGE, row.getLong(2)),
            session.address().connector(),
            before,
            session.id());
    if (message.isPresent()) {
      return message;
    }
    Optional<Place> delivery =
        db.first(
            DELIVERY_PLACE,
            row -> new Place(row.getLong(1), DELIVERY, row.getLong(2)),
            before,
            session.id());
    return delivery.isPresent() ? delivery : time(before);
  }

  /** The end of all for none. */
  private static Optional<Place> time(String before) {
    if (before.isEmpty()) {
      return Optional.of(Place.END);
    }
    try {
      return Optional.of(new Place(Instant.parse(before).toEpochMilli(), MESSAGE, 0));
    } catch (DateTimeParseException neitherIdNorTime) {
      return Optional.empty();
    }
  }

  private static List<Said> messages(Db db, long session, Place end, int limit)
      throws SQLException {
    return db.list(
        MESSAGES,
        row ->
            new Said(
                new Place(row.getLong(1), MESSAGE, row.getLong(2)),
                new HistoryItem(
                    row.getLong(1),
                    From.USER,
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    "",
                    List.of(),
                    Contents.names(row.getString(6)))),
        session,
        end.at(),
        end.bound(MESSAGE),
        limit);
  }

  private static List<Said> deliveries(Db db, long session, Place end, int limit)
      throws SQLException {
    return db.list(
        DELIVERIES,
        row ->
            new Said(
                new Place(row.getLong(1), DELIVERY, row.getLong(2)),
                new HistoryItem(
                    row.getLong(1),
                    row.getString(6).equals(REPLY) ? From.AGENT : From.GATEWAY,
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    noticeKind(row.getString(6)),
                    Wire.options(row.getString(7)),
                    Contents.names(row.getString(8)))),
        session,
        end.at(),
        end.bound(DELIVERY),
        limit);
  }

  private static String noticeKind(String kind) {
    return kind.equals(REPLY) ? "" : NoticeKind.valueOf(kind).wire();
  }
}
