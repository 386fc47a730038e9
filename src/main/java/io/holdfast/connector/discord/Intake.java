package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Throttle;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message into the store. Confined to one event loop. */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final String connector;
  private final Allow allow;
  private final ConnectorServices services;
  private final Rest rest;
  private final Places places;
  private final Bookmark bookmark;
  private final Courtesy courtesy;
  private final Downloads downloads;
  private final Throttle throttle;

  Intake(
      String connector,
      Allow allow,
      ConnectorServices services,
      Rest rest,
      Places places,
      Bookmark bookmark,
      Courtesy courtesy,
      Downloads downloads,
      Throttle throttle) {
    this.connector = connector;
    this.allow = allow;
    this.services = services;
    this.rest = rest;
    this.places = places;
    this.bookmark = bookmark;
    this.courtesy = courtesy;
    this.downloads = downloads;
    this.throttle = throttle;
  }

  /** Takes what the gateway tells; completes and fails as {@link #offer} does. */
  Future<Void> told(JsonObject message) {
    Optional<Said> said = Said.of(message, bookmark.bot());
    return said.isEmpty()
        ? Future.succeededFuture()
        : place(said.get()).compose(place -> told(said.get(), place));
  }

  private Future<Void> told(Said said, Place place) {
    return admitted(said, place)
        .compose(
            route ->
                route.isEmpty() || takes(said, said.id())
                    ? take(said, route)
                    : refuse(said, Wording.tooFast()))
        .onSuccess(done -> bookmark.seen(said, place));
  }

  private boolean takes(Said said, String id) {
    return throttle.takes(id, said.sender().id(), said.channel(), said.sentAt());
  }

  private Future<Void> refuse(Said said, String why) {
    courtesy.explain(address(said), why);
    return Future.succeededFuture();
  }

  private Future<Place> place(Said said) {
    Place here = new Place(said.channel(), said.guild(), "");
    return here.direct() || allow.open(here)
        ? Future.succeededFuture(here)
        : places.find(said.channel(), said.guild());
  }

  /**
   * Takes what was said while nobody was there to be told. Completes when the message is committed,
   * or is none to be taken; fails when that cannot be done now and it has to be offered again.
   */
  Future<Void> offer(Said said, Place place) {
    return admitted(said, place)
        .compose(route -> take(said, route))
        .onSuccess(done -> bookmark.seen(said, place));
  }

  private Future<Void> take(Said said, Optional<Route> route) {
    return route.isEmpty()
        ? Future.succeededFuture()
        : downloads
            .fetch(said.id(), said.files())
            .compose(fetched -> commit(said, said.id(), fetched, route.get()))
            .onSuccess(acceptance -> answer(said, acceptance))
            .mapEmpty();
  }

  /** Takes what was chosen; completes and fails as {@link #offer} does. */
  Future<Void> chosen(Interaction chosen) {
    Said said = chosen.said();
    return place(said)
        .compose(place -> admitted(said, place))
        .compose(route -> chosen(chosen, route))
        .onSuccess(obstacle -> answer(chosen, obstacle))
        .mapEmpty();
  }

  /** Gives why it is not taken; nothing where it is. */
  private Future<String> chosen(Interaction chosen, Optional<Route> route) {
    if (route.isEmpty()) {
      return Future.succeededFuture(Wording.notAllowed());
    }
    return takes(chosen.said(), chosen.id())
        ? commit(chosen.said(), chosen.id(), Downloads.Fetched.NONE, route.get())
            .map(Courtesy::obstacle)
        : Future.succeededFuture(Wording.tooFast());
  }

  /** Who answers; nobody does where whoever says it may not speak. */
  private Future<Optional<Route>> admitted(Said said, Place place) {
    Optional<Route> route = services.routes().get().of(address(said));
    return roles(said, place)
        .map(roles -> route.filter(to -> allow.admits(place, said.sender().id(), roles)));
  }

  private Future<Acceptance> commit(Said said, String id, Downloads.Fetched files, Route route) {
    return services.commit(
        new Inbound(
            address(said),
            id,
            said.sender(),
            files.below(said.text()),
            files.files(),
            said.sentAt()),
        route);
  }

  private Address address(Said said) {
    return new Address(connector, said.channel(), "");
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

  private void answer(Said said, Acceptance acceptance) {
    String obstacle = Courtesy.obstacle(acceptance);
    if (!obstacle.isEmpty()) {
      LOG.info("event=refused connector={} message={}", connector, said.id());
      courtesy.explain(address(said), obstacle);
    }
  }

  /**
   * Within three seconds: after that it is taken all the same, and only looks as if it were not.
   */
  private void answer(Interaction chosen, String obstacle) {
    Optional<Buffer> body = Optional.of(chosen.answer(obstacle).toBuffer());
    services
        .permit()
        .send(Platform.TIMEOUT, () -> rest.ask(HttpMethod.POST, chosen.path(), body))
        .onFailure(e -> LOG.info("event=untold connector={} cause={}", connector, e.toString()));
  }
}
