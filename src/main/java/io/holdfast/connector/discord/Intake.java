package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Platform;
import io.holdfast.connector.SessionPer;
import io.holdfast.connector.Strangers;
import io.holdfast.connector.Throttle;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Revision;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message into the store. Confined to one event loop. */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** Of so many people who may not speak the log tells, of each once. */
  private static final int MOST_TURNED_AWAY = 1_000;

  private final String connector;
  private final Allow allow;
  private final ConnectorServices services;
  private final Rest rest;
  private final Places places;
  private final Bookmark bookmark;
  private final Courtesy courtesy;
  private final Strangers strangers;
  private final Downloads downloads;
  private final Throttle throttle;
  private final SessionPer sessionPer;

  /** Those whom the log has told of. */
  private final Set<String> turnedAway = new HashSet<>();

  Intake(
      String connector,
      Allow allow,
      ConnectorServices services,
      Rest rest,
      Places places,
      Bookmark bookmark,
      Courtesy courtesy,
      Downloads downloads,
      Throttle throttle,
      SessionPer sessionPer) {
    this.connector = connector;
    this.allow = allow;
    this.services = services;
    this.rest = rest;
    this.places = places;
    this.bookmark = bookmark;
    this.courtesy = courtesy;
    this.strangers = new Strangers(allow.pairing(), services, courtesy);
    this.downloads = downloads;
    this.throttle = throttle;
    this.sessionPer = sessionPer;
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
            admitted ->
                !admitted || takes(said, said.id())
                    ? take(said, place, admitted)
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
        .compose(
            admitted ->
                throttle.refused(said.id())
                    ? Future.succeededFuture()
                    : take(said, place, admitted))
        .onSuccess(done -> bookmark.seen(said, place));
  }

  /**
   * Takes what the history has, as {@link #offer} does: a message, or the change of one.
   *
   * @param editedAt when it was changed; 0 for never
   */
  Future<Void> missed(Said said, long editedAt, Place place) {
    return editedAt == 0
        ? offer(said, place)
        : edit(said, editedAt, place)
            .compose(it -> it == Revision.UNKNOWN ? offer(said, place) : Future.succeededFuture())
            .onSuccess(done -> bookmark.seen(said, place));
  }

  /** Takes what a message says now; completes and fails as {@link #offer} does. */
  Future<Void> edited(JsonObject message) {
    long at = Said.editedAt(message);
    Optional<Said> said = at == 0 ? Optional.empty() : Said.of(message, bookmark.bot());
    return said.isEmpty()
        ? Future.succeededFuture()
        : place(said.get()).compose(place -> edit(said.get(), at, place)).mapEmpty();
  }

  /** How often somebody changes it counts for nothing: it begins no work. */
  private Future<Revision> edit(Said said, long at, Place place) {
    return admitted(said, place)
        .compose(
            admitted ->
                admitted
                    ? services.edit(
                        inbound(said, said.id(), Downloads.Fetched.NONE, at, place),
                        () -> fetch(said))
                    : Future.succeededFuture(Revision.UNKNOWN));
  }

  /** Takes back what was deleted; completes and fails as {@link #offer} does. */
  Future<Void> deleted(List<String> ids) {
    return Future.all(ids.stream().map(id -> services.retract(connector, id)).toList()).mapEmpty();
  }

  /** A change may bring other files under the same id. */
  private Future<Downloads.Fetched> fetch(Said said) {
    String links =
        said.files().stream().map(Downloads.Source::link).collect(Collectors.joining(" "));
    return downloads.fetch(said.id() + " " + links, said.files());
  }

  private Future<Void> take(Said said, Place place, boolean admitted) {
    return admitted
        ? fetch(said)
            .compose(fetched -> commit(said, said.id(), fetched, place))
            .onSuccess(acceptance -> answer(said, acceptance))
            .mapEmpty()
        : turnAway(said, place);
  }

  private Future<Void> turnAway(Said said, Place place) {
    String who = said.sender().id();
    if (turnedAway.size() < MOST_TURNED_AWAY && turnedAway.add(who)) {
      LOG.info("event=not-allowed connector={} chat={} user={}", connector, said.channel(), who);
    }
    return strangers.welcome() && answered(said) && place.direct()
        ? strangers.introduce(address(said), said.sender())
        : Future.succeededFuture();
  }

  /** Takes what was chosen; completes and fails as {@link #offer} does. */
  Future<Void> chosen(Interaction chosen) {
    Said said = chosen.said();
    return place(said)
        .compose(place -> admitted(said, place).compose(it -> chosen(chosen, place, it)))
        .onSuccess(obstacle -> answer(chosen, obstacle))
        .mapEmpty();
  }

  /** Gives why it is not taken; nothing where it is. */
  private Future<String> chosen(Interaction chosen, Place place, boolean admitted) {
    if (!admitted) {
      return Future.succeededFuture(Wording.notAllowed());
    }
    return takes(chosen.said(), chosen.id())
        ? commit(chosen.said(), chosen.id(), Downloads.Fetched.NONE, place).map(Courtesy::obstacle)
        : Future.succeededFuture(Wording.tooFast());
  }

  /** Whether whoever says it may speak, and somebody answers there. */
  private Future<Boolean> admitted(Said said, Place place) {
    boolean answered = answered(said);
    return roles(said, place)
        .compose(roles -> admits(said, place, roles))
        .map(admitted -> admitted && answered);
  }

  private boolean answered(Said said) {
    return services.routes().get().of(address(said)).isPresent();
  }

  private Future<Boolean> admits(Said said, Place place, List<String> roles) {
    boolean named = allow.admits(place, said.sender().id(), roles);
    return named || !place.direct()
        ? Future.succeededFuture(named)
        : strangers.letIn(connector, said.sender());
  }

  private Future<Acceptance> commit(Said said, String id, Downloads.Fetched files, Place place) {
    return services.commit(inbound(said, id, files, said.sentAt(), place));
  }

  private Inbound inbound(Said said, String id, Downloads.Fetched files, long at, Place place) {
    return new Inbound(
        sessionPer.address(address(said), said.sender(), place.direct()),
        id,
        said.sender(),
        files.below(said.text()),
        files.files(),
        at);
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
