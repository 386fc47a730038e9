package io.holdfast.connector.websocket;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.store.Store;

/**
 * What all connections of a connector share.
 *
 * @param connector its id
 */
record Desk(
    String connector,
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
    return new Desk(
        connector,
        settings,
        services,
        new Handshake(settings),
        connections,
        new Ingress(connector, settings, services, meters),
        new Receipts(connector, services, connections),
        meters,
        Pulse.Rhythm.of(settings));
  }

  Store store() {
    return services.store();
  }
}
