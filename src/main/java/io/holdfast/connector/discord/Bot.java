package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Drafts;
import io.holdfast.connector.Facts;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Outbox;
import io.holdfast.connector.Typing;
import io.holdfast.link.Line;
import io.holdfast.link.Link;
import io.holdfast.link.Pace;
import io.holdfast.retry.Bound;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is of a bot from the start of its connector to the stop. Confined to one event loop.
 */
final class Bot implements Shard.Ears {

  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);

  private static final int LARGEST_FRAME = 16 * 1024 * 1024;
  private static final int CLOSING_SECONDS = 1;

  /** In first pauses: the longest one, which is also how long a link takes to settle; a probe's. */
  private static final int LONGEST = 30;

  private static final int PROBE = 60;

  /** So many events may wait for the store before no more are read, and how few before they are. */
  private static final int MANY = 1_000;

  private static final int FEW = 500;

  private static final Set<String> SAVED_AT_ONCE =
      Set.of("READY", "GUILD_CREATE", "MESSAGE_CREATE");

  /** How often it is saved what else is done with. */
  private static final long SAVE = 5_000;

  /** Of the two seconds that a stop has, what is left to its first half. */
  private static final Bound SETTLE = new Bound(1_200);

  private static final Bound LAST_SAVE = new Bound(500);

  /** Discord shows it for ten seconds. */
  private static final Duration TYPING = Duration.ofSeconds(8);

  private final String connector;
  private final ConnectorServices services;
  private final Rest rest;
  private final Outbox outbox;
  private final Bookmark bookmark;
  private final Places places;
  private final Allow allow;
  private final boolean commands;
  private final Downloads downloads;
  private final Intake intake;
  private final Refill refill;
  private final Saver saver;
  private final Lane lane;
  private final Link link;
  private boolean menu;
  private Optional<Line> paused = Optional.empty();

  /** Goes on where another process has left off, which it has said in {@code cursor}. */
  Bot(
      Vertx vertx,
      String connector,
      DiscordSettings settings,
      ConnectorServices services,
      Facts facts,
      Cursor cursor) {
    this.connector = connector;
    this.services = services;
    this.allow = settings.allow();
    this.commands = settings.commands();
    InstantSource steady = SteadyClock.from(services.clock());
    this.rest = new Rest(vertx, connector, settings.api(), settings.token(), steady);
    this.bookmark = new Bookmark(cursor);
    Sends sends = new Sends(rest, bookmark::bot);
    this.outbox = new Outbox(vertx, connector, facts, sends, OnUnknown.AT_LEAST_ONCE, services);
    this.places = new Places(rest);
    this.downloads = new Downloads(vertx, settings.files());
    this.intake =
        new Intake(
            connector,
            allow,
            services,
            rest,
            places,
            bookmark,
            new Courtesy(sends, services),
            downloads,
            settings.throttle(),
            settings.sessionPer());
    this.saver = new Saver(connector, services, bookmark);
    this.lane = new Lane(vertx, connector);
    Backfill backfill = new Backfill(connector, rest, places, bookmark, intake);
    this.refill = new Refill(vertx, lane, () -> backfill.run().onSuccess(all -> saver.changed()));
    DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
    this.link =
        new Link(
            vertx,
            vertx.createWebSocketClient(sockets()),
            connector,
            new Shard(settings, rest, cursor, this, chance),
            pace(settings.reconnectAfter()),
            steady,
            chance);
    new Typing(vertx, connector, TYPING, outbox, services, sends::typing);
    if (settings.stream()) {
      new Drafts(vertx, connector, facts, outbox, services);
    }
    vertx.setPeriodic(SAVE, tick -> saver.save());
    lane.add(refill::run);
    link.open();
  }

  private static WebSocketClientOptions sockets() {
    return new WebSocketClientOptions()
        .setMaxFrameSize(LARGEST_FRAME)
        .setMaxMessageSize(LARGEST_FRAME)
        .setClosingTimeout(CLOSING_SECONDS);
  }

  private static Pace pace(Duration first) {
    Pace usual = Pace.USUAL;
    return new Pace(
        first,
        first.multipliedBy(LONGEST),
        usual.trip(),
        first.multipliedBy(PROBE),
        usual.resumes(),
        first.multipliedBy(LONGEST),
        usual.opening(),
        usual.answer());
  }

  // ── what Discord tells ───────────────────────────────────────────────────────────────────────

  @Override
  public void up() {
    outbox.open();
    if (commands && !menu) {
      offerMenu();
    }
  }

  @Override
  public void event(Line line, Shard.Event event) {
    lane.add(() -> take(event).onSuccess(done -> done(event)));
    if (lane.waiting() > MANY) {
      line.pause();
      paused = Optional.of(line);
    }
  }

  private void done(Shard.Event event) {
    bookmark.done(event.session(), event.seq());
    saver.changed();
    if (SAVED_AT_ONCE.contains(event.name())) {
      saver.save();
    }
    if (lane.waiting() < FEW) {
      paused.ifPresent(Line::resume);
      paused = Optional.empty();
    }
  }

  private Future<Void> take(Shard.Event event) {
    JsonObject data = event.data();
    return switch (event.name()) {
      case "MESSAGE_CREATE" -> intake.told(data);
      case "MESSAGE_UPDATE" -> intake.edited(data);
      case "MESSAGE_DELETE" -> intake.deleted(List.of(Json.text(data, "id")));
      case "MESSAGE_DELETE_BULK" -> intake.deleted(Json.texts(data, "ids"));
      case "INTERACTION_CREATE" ->
          Interaction.of(data).map(intake::chosen).orElseGet(Future::succeededFuture);
      case "READY" -> begun(event);
      case "GUILD_CREATE" -> guild(data);
      case "GUILD_DELETE" -> left(data);
      case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE" -> channel(data);
      default -> Future.succeededFuture();
    };
  }

  private Future<Void> channel(JsonObject channel) {
    places.learn(channel, "");
    return Future.succeededFuture();
  }

  private Future<Void> begun(Shard.Event ready) {
    JsonObject data = ready.data();
    List<String> guilds =
        Json.parts(data, "guilds").stream().map(guild -> Json.text(guild, "id")).toList();
    bookmark.begun(
        ready.session(),
        Json.text(data, "resume_gateway_url"),
        Json.text(Json.part(data, "user"), "id"),
        guilds,
        services.clock().millis());
    return refill.run();
  }

  /** Once in each process: a release may have other commands. */
  private void offerMenu() {
    menu = true;
    rest.look("/applications/@me")
        .map(application -> Json.text((JsonObject) application, "id"))
        .compose(id -> rest.put("/applications/" + id + "/commands", Menu.commands().toBuffer()))
        .onFailure(
            e -> {
              LOG.warn("event=no-menu connector={} cause={}", connector, e.toString());
              menu = false;
            });
  }

  private Future<Void> guild(JsonObject guild) {
    places.learnGuild(guild);
    String id = Json.text(guild, "id");
    if (bookmark.awaits(id)) {
      bookmark.told(id, Places.after(bookmark.from(), guild).stream().filter(allow::open).toList());
    }
    return refill.run();
  }

  /** One that is only unavailable comes again. */
  private Future<Void> left(JsonObject guild) {
    if (!Json.flag(guild, "unavailable")) {
      bookmark.told(Json.text(guild, "id"), List.of());
    }
    return Future.succeededFuture();
  }

  // ── it goes ──────────────────────────────────────────────────────────────────────────────────

  /**
   * Completes, always well, when the link is closed: in a way in which the session lasts. What is
   * told from now on the next process gets.
   */
  Future<Void> close() {
    return SETTLE
        .on(this::settle)
        .transform(settled -> LAST_SAVE.on(saver::last))
        .onFailure(e -> LOG.warn("event=cursor-left connector={} cause={}", connector, "" + e))
        .transform(saved -> rest.close())
        .otherwiseEmpty();
  }

  private Future<?> settle() {
    // Before what it waits for is cut: nothing more is to be begun.
    Future<Void> done = lane.close();
    return Future.join(
        link.close(Closes.KEEPING_THE_SESSION), downloads.close(), done, outbox.close());
  }
}
