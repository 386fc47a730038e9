package io.holdfast.connector.websocket;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of an acknowledgement into the store. A delivery stays in flight until the store has
 * committed that it was delivered; then all connections let go of it. Confined to the event loop of
 * the server.
 */
final class Receipts {

  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  private final String connector;
  private final ConnectorServices services;
  private final Connections connections;
  private final boolean shared;

  /** What is on its way to the store, so that a second ack of the same changes nothing. */
  private final Set<String> settling = new HashSet<>();

  /** What the store could not commit. */
  private final Map<String, Delivery> waiting = new LinkedHashMap<>();

  /**
   * @param shared whether other processes settle deliveries, too; what is settled is read then
   */
  Receipts(String connector, ConnectorServices services, Connections connections, boolean shared) {
    this.connector = connector;
    this.services = services;
    this.connections = connections;
    this.shared = shared;
  }

  /**
   * A client says that it has these.
   *
   * @param held those of them that it was sent on this connection
   */
  void acked(List<String> ids, List<Delivery> held) {
    Failpoint.RECEIPT_READ.reached();
    List<String> fresh = ids.stream().filter(settling::add).toList();
    if (!fresh.isEmpty()) {
      Map<String, Delivery> mine = new LinkedHashMap<>();
      held.forEach(delivery -> mine.put(delivery.id(), delivery));
      mine.keySet().retainAll(Set.copyOf(fresh));
      if (!shared) {
        mine.values().forEach(this::owe);
      }
      commit(fresh, List.copyOf(mine.values()));
    }
  }

  /** Before the store is told: from then on it may not give the delivery to those behind. */
  private void owe(Delivery delivery) {
    connections.watching(delivery.address().chat(), connection -> connection.owe(delivery));
  }

  /** Tries again what the store could not commit. */
  void retry() {
    if (!waiting.isEmpty()) {
      List<Delivery> again = new ArrayList<>(waiting.values());
      waiting.clear();
      commit(again.stream().map(Delivery::id).toList(), again);
    }
  }

  private void commit(List<String> ids, List<Delivery> held) {
    services
        .store()
        .delivered(connector, ids, services.clock().millis())
        .onSuccess(committed -> settled(ids, held))
        .onFailure(cause -> failed(ids, held, cause));
  }

  private void settled(List<String> ids, List<Delivery> held) {
    ids.forEach(settling::remove);
    Set<Connection> concerned = new LinkedHashSet<>();
    for (Delivery delivery : held) {
      connections.watching(
          delivery.address().chat(),
          connection -> {
            connection.settle(delivery);
            concerned.add(connection);
          });
    }
    concerned.forEach(Connection::lookIfMore);
  }

  private void failed(List<String> ids, List<Delivery> held, Throwable cause) {
    LOG.warn(
        "event=receipt-failed connector={} deliveries={} cause={}",
        connector,
        ids.size(),
        cause.toString());
    held.forEach(delivery -> waiting.put(delivery.id(), delivery));
    ids.stream().filter(id -> !waiting.containsKey(id)).forEach(settling::remove);
  }
}
