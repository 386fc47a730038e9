package io.holdfast.connector;

import io.holdfast.model.Acceptance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What all connectors count, whatever their platform. */
public final class ConnectorMeters {

  private ConnectorMeters() {}

  /** Messages offered, with one result: {@code accepted}, {@code duplicate}, or why not. */
  public static Counter accepts(MeterRegistry registry, String connector, String result) {
    return Counter.builder("holdfast.accepts")
        .description("Messages offered, by what became of them")
        .tag("connector", connector)
        .tag("result", result)
        .register(registry);
  }

  /** Deliveries that went out whole. */
  public static Counter sent(MeterRegistry registry, String connector) {
    return Counter.builder("holdfast.deliveries.sent")
        .description("Deliveries written to a socket, or taken by a platform")
        .tag("connector", connector)
        .register(registry);
  }

  /** The result of what the store has taken or refused. */
  static String result(Acceptance acceptance) {
    if (acceptance instanceof Acceptance.Refused refused) {
      return refused.code().wire();
    }
    return ((Acceptance.Accepted) acceptance).duplicate() ? "duplicate" : "accepted";
  }
}
