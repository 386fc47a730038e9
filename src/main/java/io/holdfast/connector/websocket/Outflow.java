package io.holdfast.connector.websocket;

import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one connection: which are in flight, and what to read from the store next. One
 * read at a time; each begins where the last one ended, so that nothing is sent twice and the order
 * of the store is the order on the wire. Not thread-safe.
 */
final class Outflow {

  /** So many deliveries a read, so that a burst fills neither the memory nor the socket. */
  private static final int BATCH = 32;

  /** Beyond this many a connection that lags behind its peers misses what they have settled. */
  private static final int OWED = 1024;

  /**
   * What to ask the store for.
   *
   * @param after only what comes after this place in the order
   * @param settledAfter what is settled, only where it comes after this one
   * @param limit at most so many
   */
  record Read(long after, long settledAfter, int limit) {}

  /**
   * What to ask the store for, to know what is still due.
   *
   * @param after only what comes after this place in the order
   * @param last the last place that is asked about
   * @param limit at most so many
   */
  record Review(long after, long last, int limit) {}

  private final int limit;

  /** What was sent and not acknowledged, by id. */
  private final Map<String, Delivery> inFlight = new HashMap<>();

  /** What a peer acknowledged before this connection got it; it is sent, and not waited for. */
  private final TreeMap<Long, Delivery> owed = new TreeMap<>();

  /** What is or was owed and may still be due, until the store has settled it. */
  private final Set<String> passing = new HashSet<>();

  /** What was settled while a read is under way, which may still give it. */
  private final Set<String> settled = new HashSet<>();

  private @Nullable Read reading;
  private long cursor;
  private long highest;
  private boolean rewound;
  private boolean again;

  /** Up to here it has seen what was made since it began; nothing of what was settled before. */
  private long followed = Long.MAX_VALUE;

  /** The last of what was owed when the read began: the read gives all that belongs before it. */
  private long ripe;

  Outflow(int limit) {
    this.limit = limit;
  }

  /** Begins a read; empty while another is under way and when there is no room. */
  Optional<Read> begin() {
    if (reading != null || isFull()) {
      again = true;
      return Optional.empty();
    }
    int room = limit - inFlight.size();
    again = false;
    rewound = false;
    settled.clear();
    ripe = owed.isEmpty() ? 0 : owed.lastKey();
    reading = new Read(cursor, followed, Math.min(room, BATCH) + heldAhead());
    return Optional.of(reading);
  }

  /** Whether nothing more is sent before something is acknowledged: files weigh as much as many. */
  private boolean isFull() {
    return inFlight.size() >= limit || isHeavy(inFlight.values());
  }

  private static boolean isHeavy(Collection<Delivery> deliveries) {
    return deliveries.stream().mapToLong(Delivery::weight).sum() >= Made.ENOUGH;
  }

  /** A read from the beginning gives what is in flight as well. */
  private int heldAhead() {
    if (cursor >= highest) {
      return 0;
    }
    return (int) inFlight.values().stream().filter(held -> held.seq() > cursor).count();
  }

  /** Ends the read with what it gave, and says what to send now, in order. */
  List<Delivery> take(Made made) {
    List<Delivery> due = made.deliveries();
    boolean full = reading != null && made.isFull(reading.limit());
    reading = null;
    TreeMap<Long, Delivery> inOrder = new TreeMap<>();
    due.forEach(delivery -> inOrder.put(delivery.seq(), delivery));
    long last = inOrder.isEmpty() ? 0 : inOrder.lastKey();
    Map<Long, Delivery> extra = owed.headMap(full ? last : Math.max(last, ripe), true);
    inOrder.putAll(extra);
    List<Delivery> send = new ArrayList<>();
    for (Delivery delivery : inOrder.values()) {
      if (extra.containsKey(delivery.seq()) || admit(delivery)) {
        send.add(delivery);
      }
      cursor = Math.max(cursor, delivery.seq());
    }
    extra.clear();
    highest = Math.max(highest, cursor);
    follow(full ? last : Math.max(last, made.newest()), made.newest());
    cursor = rewound ? 0 : cursor;
    again |= full || !owed.isEmpty();
    return send;
  }

  /** The first read says where this begins, the others how far it has come. */
  private void follow(long seen, long newest) {
    followed = followed == Long.MAX_VALUE ? newest : Math.max(followed, seen);
  }

  /** Whether the delivery was made after the last look. */
  boolean isNews(Delivery delivery) {
    return delivery.seq() > followed;
  }

  /** What to ask about where there is no room: whether what fills it still waits for its ack. */
  Optional<Review> review() {
    if (!isFull()) {
      return Optional.empty();
    }
    LongSummaryStatistics places =
        inFlight.values().stream().mapToLong(Delivery::seq).summaryStatistics();
    return Optional.of(new Review(places.getMin() - 1, places.getMax(), 2 * limit));
  }

  /** What is in flight and not among what is due, as far as that goes, was settled elsewhere. */
  void reviewed(Review review, List<Delivery> due) {
    Set<String> waiting = new HashSet<>();
    due.forEach(delivery -> waiting.add(delivery.id()));
    boolean full = due.size() >= review.limit();
    long end = full ? due.get(due.size() - 1).seq() : review.last();
    List.copyOf(inFlight.values()).stream()
        .filter(held -> held.seq() <= end && !waiting.contains(held.id()))
        .forEach(this::settle);
  }

  private boolean admit(Delivery delivery) {
    return !settled.contains(delivery.id())
        && !passing.contains(delivery.id())
        && inFlight.putIfAbsent(delivery.id(), delivery) == null;
  }

  /** The read failed; the next one asks for the same. */
  void failed() {
    reading = null;
  }

  /** Whether the store may have more than the last read gave. */
  boolean more() {
    return again;
  }

  /** Reads everything again from the beginning; what is in flight is passed over. */
  void rewind() {
    cursor = 0;
    rewound = true;
    again = true;
  }

  /** Those of {@code ids} that are in flight. */
  List<Delivery> held(Collection<String> ids) {
    List<Delivery> held = new ArrayList<>();
    for (String id : ids) {
      Delivery delivery = inFlight.get(id);
      if (delivery != null) {
        held.add(delivery);
      }
    }
    return held;
  }

  /** Whether the delivery has been sent and waits for its acknowledgement. */
  boolean holds(String id) {
    return inFlight.containsKey(id);
  }

  /** Whether reading goes past {@code delivery} without sending it, so that only a rewind helps. */
  boolean missed(Delivery delivery) {
    return delivery.seq() <= cursor
        && reading == null
        && !holds(delivery.id())
        && !passing.contains(delivery.id());
  }

  /**
   * A peer acknowledged the delivery, and the store is about to be told. What was not sent here
   * will be, in its place: from now on the store may not give it any more. Where much is owed, its
   * files are mentioned only; they are to be had from the past.
   */
  void owe(Delivery delivery) {
    if (!holds(delivery.id()) && owed.size() < OWED) {
      owed.put(delivery.seq(), isHeavy(owed.values()) ? delivery.mentioningFiles() : delivery);
      passing.add(delivery.id());
      again = true;
    }
  }

  /** The store has settled the delivery. */
  void settle(Delivery delivery) {
    boolean held = inFlight.remove(delivery.id()) != null;
    boolean passed = passing.remove(delivery.id());
    if (reading != null && (held || passed)) {
      settled.add(delivery.id());
    }
  }

  /** It was not sent after all. */
  void drop(Delivery delivery) {
    inFlight.remove(delivery.id());
  }

  /** Frees the room of what was sent to chats that are not received any more. */
  void forget(Set<String> chats) {
    inFlight.values().removeIf(delivery -> chats.contains(delivery.address().chat()));
    owed.values().removeIf(delivery -> chats.contains(delivery.address().chat()));
  }

  /** The ids of what is in flight. */
  Set<String> unacked() {
    return inFlight.keySet();
  }
}
