package io.holdfast.connector;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Reason;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What a part of a connector works with, of a gateway that has no routes. */
public final class FakeServices {

  private FakeServices() {}

  /** It may send at any time. */
  public static ConnectorServices of(Vertx vertx, Store store, Bus bus) {
    return of(vertx, store, bus, InstantSource.system(), timeout -> true);
  }

  /** It may send while {@code permit} lasts. */
  static ConnectorServices of(
      Vertx vertx, Store store, Bus bus, InstantSource clock, Permit permit) {
    return new ConnectorServices(
        store,
        bus,
        HttpGate.create(vertx, new HttpServerOptions()),
        () -> new Routes(List.of(), Set.of()),
        clock,
        new SimpleMeterRegistry(),
        () -> Reason.SHUTDOWN,
        permit);
  }
}
