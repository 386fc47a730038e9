package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Pairing;
import io.holdfast.model.Sender;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who write directly and whom the configuration does not name: they are given a code, by
 * which an operator lets them in. Confined to one event loop.
 */
public final class Strangers {

  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

  /** How often somebody is told a code, which is the same one. */
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private final boolean pairing;
  private final ConnectorServices services;
  private final Courtesy courtesy;

  /**
   * @param pairing whether an operator may let them in; else nobody is asked
   */
  public Strangers(boolean pairing, ConnectorServices services, Courtesy courtesy) {
    this.pairing = pairing;
    this.services = services;
    this.courtesy = courtesy;
  }

  /** Whether an operator may let anybody in. */
  public boolean welcome() {
    return pairing;
  }

  /** Whether an operator has let somebody in. */
  public Future<Boolean> letIn(String connector, Sender who) {
    return pairing
        ? services
            .store()
            .pairing(connector, who.id())
            .map(found -> found.filter(Pairing::approved).isPresent())
        : Future.succeededFuture(false);
  }

  /**
   * Tells somebody how an operator can let them in, now and then. Fails when no code can be
   * committed now, or they have been let in meanwhile; then the message is to be offered again.
   */
  public Future<Void> introduce(Address at, Sender who) {
    return courtesy.told(at, AGAIN)
        ? Future.succeededFuture()
        : services
            .store()
            .pair(at, who, services.clock().millis())
            .compose(asked -> answer(at, who, asked));
  }

  private Future<Void> answer(Address at, Sender who, Optional<Pairing> asked) {
    if (asked.filter(Pairing::approved).isPresent()) {
      return Future.failedFuture(new HoldfastException.NotReady("let in a moment ago"));
    }
    String text = asked.map(Pairing::code).map(Wording::pairing).orElse(Wording.tooManyStrangers());
    if (courtesy.tell(at, text, AGAIN)) {
      LOG.info(
          "event={} connector={} user={}",
          asked.isPresent() ? "pairing" : "pairings-full",
          at.connector(),
          who.id());
    }
    return Future.succeededFuture();
  }
}
