package io.holdfast.connector;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Revision;
import io.holdfast.model.Route;
import io.holdfast.store.Store;
import io.holdfast.turn.Command;
import io.holdfast.turn.Wording;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(ConnectorServices.class);

  private static final Acceptance NOBODY =
      new Acceptance.Refused(RejectCode.NOT_ALLOWED, Wording.nobodyAnswers());

  /**
   * Commits what was said, as it was written: as the command that it is, or as a message, where
   * {@code //} at the beginning stands for one slash. Where it goes is up to the routes of this
   * moment; it is refused where they have no runner for it. Counts what became of it. Fails as
   * {@link Store#accept} does.
   */
  public Future<Acceptance> commit(Inbound said) {
    Routes now = routes.get();
    Future<Acceptance> acceptance =
        now.of(said.address())
            .map(route -> commit(said, route, now.runners()))
            .orElseGet(() -> Future.succeededFuture(NOBODY));
    String connector = said.address().connector();
    return acceptance.onSuccess(
        it -> ConnectorMeters.accepts(meters, connector, ConnectorMeters.result(it)).increment());
  }

  private Future<Acceptance> commit(Inbound said, Route route, Set<String> runners) {
    long now = clock.millis();
    Optional<Command> command = Command.parse(said.text());
    return command.isPresent()
        ? store.command(said, command.get().decision(said, route, runners, now), now)
        : store.accept(unescaped(said), route, Wording.held(), now);
  }

  /**
   * Offers what somebody said who may speak: commits it if it says anything and the routes have a
   * runner for it, and has its chat told why if it is refused. Completes when the platform need not
   * say it again; fails when it cannot be committed now and has to be offered once more.
   */
  public Future<Void> offer(Inbound said, Courtesy courtesy) {
    boolean empty = said.text().isBlank() && said.attachments().isEmpty();
    return empty || routes.get().of(said.address()).isEmpty()
        ? Future.succeededFuture()
        : commit(said)
            .onSuccess(it -> courtesy.explain(said.address(), Courtesy.obstacle(it)))
            .mapEmpty();
  }

  /**
   * Commits that somebody who may speak has changed what he said, if no turn has taken it. Whatever
   * it says now is words: a change is no command. Fails as {@link Store#edit} does.
   *
   * @param said the message as it is now, without its files, {@code sentAt} when it was changed
   * @param files fetches those that it has now; not asked where nothing can be changed any more
   */
  public Future<Revision> edit(Inbound said, Supplier<Future<Downloads.Fetched>> files) {
    return store
        .revisable(said.address().connector(), said.platformId())
        .compose(
            it ->
                it == Revision.MADE
                    ? files.get().compose(fetched -> edit(said, fetched))
                    : Future.succeededFuture(it))
        .onSuccess(it -> told("edited", said.address().connector(), said.platformId(), it));
  }

  private Future<Revision> edit(Inbound said, Downloads.Fetched files) {
    return store.edit(unescaped(said).having(files.files()), files.missed(), clock.millis());
  }

  /** Commits that a message was taken back, if no turn has taken it, as {@link Store#retract}. */
  public Future<Revision> retract(String connector, String platformId) {
    return store
        .retract(connector, platformId, clock.millis())
        .onSuccess(it -> told("retracted", connector, platformId, it));
  }

  private static void told(String event, String connector, String platformId, Revision came) {
    LOG.debug("event={} connector={} message={} came={}", event, connector, platformId, came);
  }

  private static Inbound unescaped(Inbound said) {
    return said.text().startsWith("//") ? said.saying(said.text().substring(1)) : said;
  }

  /** The same for as long as {@code until} permits it. */
  public ConnectorServices under(Permit until, Store guarded) {
    return new ConnectorServices(guarded, bus, http, routes, clock, meters, leaving, until);
  }
}
