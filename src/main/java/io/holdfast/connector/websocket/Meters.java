package io.holdfast.connector.websocket;

import io.holdfast.connector.ConnectorMeters;
import io.holdfast.model.RejectCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a connector counts. Confined to the event loop of the server. */
final class Meters {

  /** How many deliveries are remembered as sent before, to count those that are sent again. */
  private static final int REMEMBERED = 4096;

  private final MeterRegistry registry;
  private final String connector;
  private final Counter sent;
  private final Counter resent;
  private final Gauge connections;
  private final Map<String, Boolean> sentBefore =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  Meters(MeterRegistry registry, String connector, Supplier<Number> open) {
    this.registry = registry;
    this.connector = connector;
    this.sent = ConnectorMeters.sent(registry, connector);
    this.resent =
        Counter.builder("holdfast.deliveries.resent")
            .description("Deliveries written again because nobody acknowledged them")
            .tag("connector", connector)
            .register(registry);
    this.connections =
        Gauge.builder("holdfast.connections", open)
            .description("Open connections")
            .tag("connector", connector)
            .register(registry);
  }

  /** A message was offered that the store was not, or could not be, asked about. */
  void rejected(RejectCode code) {
    ConnectorMeters.accepts(registry, connector, code.wire()).increment();
  }

  /** The gateway closed a connection. */
  void closed(CloseCode code) {
    Counter.builder("holdfast.closes")
        .description("Connections that the gateway closed, by why")
        .tag("connector", connector)
        .tag("code", Integer.toString(code.number()))
        .register(registry)
        .increment();
  }

  void sent(String delivery) {
    sent.increment();
    if (!sentBefore.isEmpty() && sentBefore.remove(delivery) != null) {
      resent.increment();
    }
  }

  /** A connection ended with these deliveries in flight. */
  void lost(Iterable<String> deliveries) {
    deliveries.forEach(delivery -> sentBefore.put(delivery, true));
  }

  void close() {
    registry.remove(connections);
  }
}
