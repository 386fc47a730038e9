package io.holdfast.connector;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.store.Store;
import io.holdfast.turn.Command;
import io.holdfast.turn.Wording;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a connector works with.
 *
 * @param store where messages are committed and deliveries come from
 * @param bus doorbells and live events
 * @param http the server to mount routes on
 * @param routes which runner answers where; asked for each message, since a reload may change it
 * @param clock the time
 * @param meters where its metrics go
 * @param leaving why it is being undeployed; asked in its {@code stop}
 * @param permit asked right before each send; also the store gives nothing that is due without it
 */
public record ConnectorServices(
    Store store,
    Bus bus,
    HttpGate http,
    Supplier<Routes> routes,
    InstantSource clock,
    MeterRegistry meters,
    Supplier<Reason> leaving,
    Permit permit) {

  /**
   * Commits what was said, as it was written: as the command that it is, or as a message, where
   * {@code //} at the beginning stands for one slash. Fails as {@link Store#accept} does.
   */
  public Future<Acceptance> commit(Inbound said, Route route) {
    long now = clock.millis();
    Optional<Command> command = Command.parse(said.text());
    return command.isPresent()
        ? store.command(said, command.get().decision(said, route, now), now)
        : store.accept(unescaped(said), route, Wording.held(), now);
  }

  /**
   * Offers what somebody said who may speak: commits it if it says anything and the routes have a
   * runner for it, and has its chat told why if it is refused. Completes when the platform need not
   * say it again; fails when it cannot be committed now and has to be offered once more.
   */
  public Future<Void> offer(Inbound said, Courtesy courtesy) {
    Optional<Route> route = routes.get().of(said.address());
    boolean empty = said.text().isBlank() && said.attachments().isEmpty();
    return empty || route.isEmpty()
        ? Future.succeededFuture()
        : commit(said, route.get())
            .onSuccess(it -> courtesy.explain(said.address(), Courtesy.obstacle(it)))
            .mapEmpty();
  }

  private static Inbound unescaped(Inbound said) {
    return said.text().startsWith("//") ? said.saying(said.text().substring(1)) : said;
  }

  /** The same for as long as {@code until} permits it. */
  public ConnectorServices under(Permit until, Store guarded) {
    return new ConnectorServices(guarded, bus, http, routes, clock, meters, leaving, until);
  }
}
