package io.holdfast.connector.telegram;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Throttle;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message into the store. Confined to one event loop. */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /** How often a chat is told that nobody answers there. */
  private static final Duration STRANGER = Duration.ofHours(1);

  private final String connector;
  private final TelegramSettings settings;
  private final ConnectorServices services;
  private final BotApi api;
  private final Courtesy courtesy;
  private final Downloads downloads;
  private final Throttle throttle;

  Intake(
      String connector,
      TelegramSettings settings,
      ConnectorServices services,
      BotApi api,
      Courtesy courtesy,
      Downloads downloads) {
    this.connector = connector;
    this.settings = settings;
    this.services = services;
    this.api = api;
    this.courtesy = courtesy;
    this.downloads = downloads;
    this.throttle = settings.throttle();
  }

  /**
   * Completes when the message is committed, or is none to be taken; fails when it cannot be
   * committed now and has to be offered again.
   */
  Future<Void> offer(Said said) {
    Address address = new Address(connector, said.chat(), said.thread());
    Optional<Route> route = services.routes().get().of(address);
    if (!settings.allows(said) || route.isEmpty()) {
      turnAway(said, address);
      return Future.succeededFuture();
    }
    long sentAt = said.sentAt() > 0 ? said.sentAt() : services.clock().millis();
    if (!throttle.takes(said.id(), said.sender().id(), said.chat(), sentAt)) {
      explain(said, address, Wording.tooFast());
      return Future.succeededFuture();
    }
    return downloads
        .fetch(said.id(), said.files().stream().map(this::source).toList())
        .compose(fetched -> commit(said, fetched, address, route.get(), sentAt))
        .onSuccess(acceptance -> answer(said, address, acceptance))
        .mapEmpty();
  }

  private void turnAway(Said said, Address address) {
    boolean pressed = !said.press().isEmpty();
    if (pressed) {
      release(said.press(), Wording.notAllowed());
    }
    if (pressed || (said.forBot() && courtesy.tell(address, Wording.notAllowed(), STRANGER))) {
      LOG.info(
          "event=not-allowed connector={} chat={} user={}",
          connector,
          said.chat(),
          said.sender().id());
    }
  }

  private Downloads.Source source(Said.File file) {
    return new Downloads.Source(
        file.name(), file.type(), file.size(), "", () -> api.file(file.id(), Platform.TIMEOUT));
  }

  private Future<Acceptance> commit(
      Said said, Downloads.Fetched files, Address address, Route route, long sentAt) {
    String id = settings.bot() + "/" + said.id();
    return services.commit(
        new Inbound(address, id, said.sender(), files.below(said.text()), files.files(), sentAt),
        route);
  }

  private void answer(Said said, Address address, Acceptance acceptance) {
    if (acceptance instanceof Acceptance.Refused refused
        && refused.code() == RejectCode.ID_REUSED) {
      LOG.warn("event=id-reused connector={} message={}", connector, said.id());
    }
    explain(said, address, Courtesy.obstacle(acceptance));
  }

  /** Somebody said it who thinks that it was taken. */
  private void explain(Said said, Address address, String obstacle) {
    if (said.press().isEmpty()) {
      courtesy.explain(address, obstacle);
    } else {
      release(said.press(), obstacle);
    }
  }

  /** Puts a button at rest that was pressed; whoever pressed it may be told something. */
  private void release(String press, String text) {
    JsonObject answer = new JsonObject().put("callback_query_id", press).put("text", text);
    services
        .permit()
        .send(Platform.TIMEOUT, () -> api.call("answerCallbackQuery", answer, Platform.TIMEOUT))
        .onFailure(e -> LOG.info("event=untold connector={} cause={}", connector, e.toString()));
  }
}
