package io.holdfast.store;

import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.NodeView;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.SessionState;
import io.holdfast.model.SessionView;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator asks the store. Nothing here changes anything. Fails as the operations of {@link
 * Store} do, and with {@link IllegalArgumentException} when a cursor is not one of this list.
 */
public interface Lookout {

  /**
   * Which piece of a list.
   *
   * @param cursor what the piece before gave as its next; empty for the first
   * @param limit how many items at most, from 1
   */
  record Piece(String cursor, int limit) {}

  /** Sessions, the one with the newest message first; every filter that is empty matches all. */
  record SessionFilter(Optional<SessionState> state, String connector, String chat) {}

  /** Turns, the newest first; every filter that is empty matches all. */
  record TurnFilter(Set<TurnState> states, String runner, String session) {

    public TurnFilter {
      states = Set.copyOf(states);
    }
  }

  /** Deliveries, the newest first; every filter that is empty matches all. */
  record DeliveryFilter(Optional<DeliveryState> state, String connector, String chat) {}

  Future<Page<SessionView>> sessions(SessionFilter filter, Piece piece);

  Future<Page<TurnView>> turns(TurnFilter filter, Piece piece);

  /** All that is known of a turn; empty if there is none of this id. */
  Future<Optional<TurnDetail>> turn(String id);

  /** The life of each message of this platform id; several connectors may know the id. */
  Future<List<Trace>> trace(String platformId);

  Future<Page<DeliveryView>> deliveries(DeliveryFilter filter, Piece piece);

  /** The processes that ever owned the store, the newest first, at most {@code limit}. */
  Future<List<NodeView>> nodes(int limit);

  /**
   * The people whom an operator has approved of, and those whose codes are good now: who has asked
   * last comes first.
   *
   * @param connector empty for all
   */
  Future<Page<Pairing>> pairings(String connector, Piece piece, long now);

  /** How many rows stand in each state. */
  Future<Counts> counts();
}
