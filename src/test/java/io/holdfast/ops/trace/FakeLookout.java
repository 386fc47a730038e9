package io.holdfast.ops.trace;

import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.NodeView;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.SessionView;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnView;
import io.holdfast.store.Lookout;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store that knows the turns it is told. */
final class FakeLookout implements Lookout {

  private final Map<String, TurnDetail> turns = new ConcurrentHashMap<>();

  void put(TurnDetail detail) {
    turns.put(detail.turn().id(), detail);
  }

  @Override
  public Future<Page<TurnView>> turns(TurnFilter filter, Piece piece) {
    List<TurnView> found =
        turns.values().stream()
            .map(TurnDetail::turn)
            .filter(turn -> filter.states().contains(turn.state()))
            .toList();
    return Future.succeededFuture(new Page<>(found, ""));
  }

  @Override
  public Future<Optional<TurnDetail>> turn(String id) {
    return Future.succeededFuture(Optional.ofNullable(turns.get(id)));
  }

  @Override
  public Future<Page<DeliveryView>> deliveries(DeliveryFilter filter, Piece piece) {
    List<DeliveryView> found =
        turns.values().stream()
            .flatMap(turn -> turn.deliveries().stream())
            .filter(delivery -> filter.state().equals(Optional.of(delivery.state())))
            .toList();
    return Future.succeededFuture(new Page<>(found, ""));
  }

  @Override
  public Future<List<NodeView>> nodes(int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Page<SessionView>> sessions(SessionFilter filter, Piece piece) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<Trace>> trace(String platformId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Page<Pairing>> pairings(String connector, Piece piece, long now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Counts> counts() {
    throw new UnsupportedOperationException();
  }
}
