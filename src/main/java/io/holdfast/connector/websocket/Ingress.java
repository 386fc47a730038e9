package io.holdfast.connector.websocket;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.RateLimits;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Inbound;
import io.holdfast.model.Live;
import io.holdfast.model.RejectCode;
import io.holdfast.model.TurnState;
import io.holdfast.stop.SteadyClock;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a message into the store. Confined to the event loop of the server. */
final class Ingress {

  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
  private static final long NOT_READY_RETRY_MILLIS = 1000;
  private static final int BYTES_PER_CHAR = 3;

  /** What became of a message. */
  sealed interface Result {}

  /** It is committed. */
  record Accepted(ClientFrame.Message said, Acceptance.Accepted as) implements Result {}

  /**
   * Nothing was stored.
   *
   * @param retryAfter after how many milliseconds to try again; 0 for no advice
   */
  record Rejected(RejectCode code, String why, long retryAfter) implements Result {}

  private final String connector;
  private final WebSocketSettings settings;
  private final ConnectorServices services;
  private final Meters meters;
  private final RateLimits rates;
  private int underWay;
  private Promise<Void> idle = Promise.promise();

  Ingress(String connector, WebSocketSettings settings, ConnectorServices services, Meters meters) {
    this.connector = connector;
    this.settings = settings;
    this.services = services;
    this.meters = meters;
    this.rates = new RateLimits(settings.rate(), SteadyClock.from(services.clock()));
  }

  /** Offers a message to the store; calls are committed in their order. Never fails. */
  Future<Result> offer(ClientFrame.Message said) {
    Failpoint.MESSAGE_READ.reached();
    Address address = new Address(connector, said.chat(), said.thread());
    if (tooLong(said.text())) {
      return rejected(RejectCode.TOO_LARGE, "text exceeds " + settings.limits().text() + " bytes");
    }
    if (!settings.serves(said.chat())) {
      return rejected(RejectCode.NOT_ALLOWED, "this chat is not open here");
    }
    if (services.routes().get().of(address).isEmpty()) {
      return rejected(RejectCode.NOT_ALLOWED, Wording.nobodyAnswers());
    }
    long wait = rates.take(said.sender().id());
    if (wait > 0) {
      return counted(new Rejected(RejectCode.RATE_LIMITED, "too many messages", wait));
    }
    underWay++;
    return commit(said, address)
        .map(acceptance -> result(said, address, acceptance))
        .otherwise(this::failed)
        .onComplete(done -> ended());
  }

  /** A message that cannot be offered, for a reason of its own. */
  Future<Result> rejected(RejectCode code, String why) {
    return counted(new Rejected(code, why, 0));
  }

  private Future<Result> counted(Rejected rejected) {
    meters.rejected(rejected.code());
    return Future.succeededFuture(rejected);
  }

  private boolean tooLong(String text) {
    int limit = settings.limits().text();
    return text.length() > limit / BYTES_PER_CHAR
        && text.getBytes(StandardCharsets.UTF_8).length > limit;
  }

  private Future<Acceptance> commit(ClientFrame.Message said, Address address) {
    List<Attachment> files = List.copyOf(said.attachments());
    return services.commit(new Inbound(address, said.id(), said.sender(), said.text(), files, 0));
  }

  private Result result(ClientFrame.Message said, Address address, Acceptance acceptance) {
    if (acceptance instanceof Acceptance.Refused refused) {
      return new Rejected(refused.code(), refused.explanation(), 0);
    }
    Acceptance.Accepted accepted = (Acceptance.Accepted) acceptance;
    if (!accepted.duplicate() && accepted.state() == TurnState.QUEUED) {
      show(said, address, accepted);
    }
    return new Accepted(said, accepted);
  }

  private void show(ClientFrame.Message said, Address address, Acceptance.Accepted accepted) {
    services
        .bus()
        .show(
            new Live.TurnChanged(
                address,
                new AttemptId(accepted.turn(), 0),
                accepted.state().wire(),
                "",
                0,
                List.of(said.id())));
  }

  private Result failed(Throwable cause) {
    if (!(cause instanceof NotReady)) {
      LOG.error("event=accept-failed connector={}", connector, cause);
    }
    meters.rejected(RejectCode.NOT_READY);
    return new Rejected(
        RejectCode.NOT_READY, "cannot be stored now; send it again", NOT_READY_RETRY_MILLIS);
  }

  private void ended() {
    underWay--;
    if (underWay == 0) {
      idle.complete();
      idle = Promise.promise();
    }
  }

  /** Completes when nothing that was offered is undecided. */
  Future<Void> idle() {
    return underWay == 0 ? Future.succeededFuture() : idle.future();
  }
}
