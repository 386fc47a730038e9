package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message into the store. Confined to one event loop. */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** How often a chat is told that a message was not taken. */
  private static final Duration REFUSED = Duration.ofMinutes(1);

  private final String connector;
  private final Allow allow;
  private final ConnectorServices services;
  private final Rest rest;
  private final Places places;
  private final Bookmark bookmark;
  private final Courtesy courtesy;

  Intake(
      String connector,
      Allow allow,
      ConnectorServices services,
      Rest rest,
      Places places,
      Bookmark bookmark,
      Courtesy courtesy) {
    this.connector = connector;
    this.allow = allow;
    this.services = services;
    this.rest = rest;
    this.places = places;
    this.bookmark = bookmark;
    this.courtesy = courtesy;
  }

  /** Takes what the gateway tells; completes and fails as {@link #offer} does. */
  Future<Void> told(JsonObject message) {
    Optional<Said> said = Said.of(message, bookmark.bot());
    return said.isEmpty()
        ? Future.succeededFuture()
        : place(said.get()).compose(place -> offer(said.get(), place));
  }

  private Future<Place> place(Said said) {
    Place here = new Place(said.channel(), said.guild(), "");
    return here.direct() || allow.open(here)
        ? Future.succeededFuture(here)
        : places.find(said.channel(), said.guild());
  }

  /**
   * Completes when the message is committed, or is none to be taken; fails when that cannot be done
   * now and it has to be offered again.
   */
  Future<Void> offer(Said said, Place place) {
    Address address = new Address(connector, said.channel(), "");
    Optional<Route> route = services.routes().get().of(address);
    return roles(said, place)
        .compose(
            roles ->
                allow.admits(place, said.sender().id(), roles) && route.isPresent()
                    ? commit(said, address, route.get())
                    : Future.succeededFuture())
        .onSuccess(done -> bookmark.seen(said, place));
  }

  /** The history does not say which roles somebody has. */
  private Future<List<String>> roles(Said said, Place place) {
    String user = said.sender().id();
    if (!said.roles().isEmpty() || !said.guild().isEmpty() || !allow.needsRoles(place, user)) {
      return Future.succeededFuture(said.roles());
    }
    return rest.look("/guilds/" + place.guild() + "/members/" + user)
        .map(member -> Json.texts((JsonObject) member, "roles"))
        .recover(
            cause ->
                cause instanceof ApiFailure failure && !failure.passing()
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(cause));
  }

  private Future<Void> commit(Said said, Address address, Route route) {
    return services
        .commit(
            new Inbound(address, said.id(), said.sender(), said.text(), List.of(), said.sentAt()),
            route)
        .onSuccess(acceptance -> answer(address, acceptance))
        .mapEmpty();
  }

  /** A message that was edited since it was taken comes with another text, and is the same one. */
  private void answer(Address address, Acceptance acceptance) {
    if (acceptance instanceof Acceptance.Refused refused
        && refused.code() != RejectCode.ID_REUSED) {
      LOG.info("event=refused connector={} code={}", connector, refused.code().wire());
      courtesy.tell(address, refused.explanation(), REFUSED);
    }
  }
}
