package io.holdfast.connector.websocket;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.model.Audience;
import io.holdfast.model.Made;
import io.holdfast.store.Store;
import io.vertx.core.Future;

/**
 * What all connections of a connector share.
 *
 * @param connector its id
 * @param shared whether its clients may be connected to other processes, too
 */
record Desk(
    String connector,
    boolean shared,
    WebSocketSettings settings,
    ConnectorServices services,
    Handshake handshake,
    Connections connections,
    Ingress ingress,
    Receipts receipts,
    Meters meters,
    Pulse.Rhythm rhythm) {

  static Desk of(String connector, WebSocketSettings settings, ConnectorServices services) {
    Connections connections = new Connections();
    Meters meters = new Meters(services.meters(), connector, connections::size);
    boolean shared = services.store().shared();
    return new Desk(
        connector,
        shared,
        settings,
        services,
        new Handshake(settings),
        connections,
        new Ingress(connector, settings, services, meters),
        new Receipts(connector, services, connections, shared),
        meters,
        Pulse.Rhythm.of(settings));
  }

  Store store() {
    return services.store();
  }

  /** A place behind all that is settled. */
  static final long NOTHING_SETTLED = Long.MAX_VALUE;

  /** What was made, without its files. */
  Future<Made> glance(Audience audience, Outflow.Read read) {
    return store().glance(connector, audience, read.after(), read.settledAfter(), read.limit());
  }

  /** What is due; and what was settled elsewhere, where there is an elsewhere. */
  Future<Made> made(Audience audience, Outflow.Read read) {
    return shared
        ? store().made(connector, audience, read.after(), read.settledAfter(), read.limit())
        : store().due(connector, audience, read.after(), read.limit()).map(due -> new Made(0, due));
  }
}
