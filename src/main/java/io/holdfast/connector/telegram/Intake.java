package io.holdfast.connector.telegram;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Strangers;
import io.holdfast.connector.Throttle;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.RejectCode;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
  private final Strangers strangers;
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
    this.strangers = new Strangers(settings.allow().pairing(), services, courtesy);
    this.downloads = downloads;
    this.throttle = settings.throttle();
  }

  /**
   * Completes when the message is committed, or is none to be taken; fails when it cannot be
   * committed now and has to be offered again.
   */
  Future<Void> offer(Said said) {
    Address address = address(said);
    if (said.edited()) {
      return admits(said)
          .compose(admitted -> admitted ? edit(said, address) : Future.succeededFuture());
    }
    boolean answered = services.routes().get().of(address).isPresent();
    return admits(said)
        .compose(
            admitted ->
                admitted && answered ? take(said, address) : turnAway(said, address, answered));
  }

  private Address address(Said said) {
    Address here = new Address(connector, said.chat(), said.thread());
    boolean direct = Allow.direct(said.chat(), said.sender().id());
    return settings.sessionPer().address(here, said.sender(), direct);
  }

  private Future<Boolean> admits(Said said) {
    String user = said.sender().id();
    if (settings.allow().admits(said.chat(), user)) {
      return Future.succeededFuture(true);
    }
    return Allow.direct(said.chat(), user)
        ? strangers.letIn(connector, said.sender())
        : Future.succeededFuture(false);
  }

  private Future<Void> take(Said said, Address address) {
    long sentAt = said.sentAt() > 0 ? said.sentAt() : services.clock().millis();
    if (!throttle.takes(said.id(), said.sender().id(), said.chat(), sentAt)) {
      explain(said, address, Wording.tooFast());
      return Future.succeededFuture();
    }
    return fetch(said)
        .compose(files -> services.commit(inbound(said, files, address, sentAt)))
        .onSuccess(acceptance -> answer(said, address, acceptance))
        .mapEmpty();
  }

  /** How often somebody changes it counts for nothing: it begins no work. */
  private Future<Void> edit(Said said, Address address) {
    Inbound bare = inbound(said, Downloads.Fetched.NONE, address, said.sentAt());
    return services.edit(bare, () -> fetch(said)).mapEmpty();
  }

  /** A change may bring other files under the same number. */
  private Future<Downloads.Fetched> fetch(Said said) {
    return downloads.fetch(
        said.id() + said.files(), said.files().stream().map(this::source).toList());
  }

  /**
   * @param answered whether anybody would answer there, if they were let in
   */
  private Future<Void> turnAway(Said said, Address address, boolean answered) {
    boolean pressed = !said.press().isEmpty();
    boolean direct = Allow.direct(said.chat(), said.sender().id());
    if (strangers.welcome() && answered && direct && !pressed) {
      return strangers.introduce(address, said.sender());
    }
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
    return Future.succeededFuture();
  }

  private Downloads.Source source(Said.File file) {
    return new Downloads.Source(
        file.name(), file.type(), file.size(), "", () -> api.file(file.id(), Platform.TIMEOUT));
  }

  private Inbound inbound(Said said, Downloads.Fetched files, Address address, long sentAt) {
    String id = settings.bot() + "/" + said.id();
    return new Inbound(address, id, said.sender(), files.below(said.text()), files.files(), sentAt);
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
