package io.holdfast.connector.websocket;

import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what other processes have made, or got acknowledged, where no bell has told of it. Not
 * thread-safe.
 */
final class Follower {

  private static final int PAGE = 500;

  private final Desk desk;

  /** All up to here has been looked at; at first, all that there is. */
  private long place = Long.MAX_VALUE;

  private boolean asking;

  Follower(Desk desk) {
    this.desk = desk;
  }

  /** Looks on from where it was, if it does not already. */
  void look() {
    if (asking) {
      return;
    }
    asking = true;
    Set<Connection> known =
        place == Long.MAX_VALUE ? Set.of() : new HashSet<>(desk.connections().all());
    // Also what is still due: at the next look it may be settled, and its place is behind then.
    Outflow.Read read = new Outflow.Read(place, place, PAGE);
    desk.glance(desk.connections().watched(), read)
        .onComplete(done -> asking = false)
        .onSuccess(made -> found(made, known));
  }

  private void found(Made made, Set<Connection> known) {
    List<Delivery> news = made.deliveries();
    for (Delivery delivery : news) {
      desk.connections().watching(delivery.address().chat(), c -> c.checkNews(delivery));
    }
    // Whoever came since then was not asked for, and what he is owed may be behind the new place.
    desk.connections().all().stream().filter(c -> !known.contains(c)).forEach(Connection::ring);
    boolean full = news.size() == PAGE;
    place = full ? news.get(PAGE - 1).seq() : made.newest();
    if (full) {
      look();
    }
  }
}
