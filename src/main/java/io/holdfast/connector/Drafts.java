package io.holdfast.connector;

import io.holdfast.model.Draft;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Live;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Shows what turns say while they run: each in one message, which is edited as the text grows and
 * becomes the turn's reply. It is a courtesy: what fails is not tried again before there is more to
 * show, and it writes only where its outbox has nothing to do. Whether the turn still runs the
 * store is asked each time, while nothing else is written in the chat: so nothing is shown over a
 * reply. Confined to the event loop that it was made on.
 */
public final class Drafts {

  /** How long a text grows before it is shown, and shown again. */
  private static final Duration PACE = Duration.ofSeconds(1);

  /** So many turns at most are shown; of more, those that have said nothing for longest are not. */
  private static final int TALKS = 1_000;

  private static final Set<String> WORKING = Set.of("running", "resumed");

  private final Vertx vertx;
  private final Facts facts;
  private final Posts posts;
  private final Outbox outbox;
  private final ConnectorServices services;
  private final Duration pace;
  private final DraftMessages messages;

  /** By turn. */
  private final Map<String, Talk> talks = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Shows nothing while the outbox is not open.
   *
   * @param connector the connector's id
   * @param facts which have {@link Facts.Operation#EDIT}
   */
  public Drafts(
      Vertx vertx, String connector, Facts facts, Outbox outbox, ConnectorServices services) {
    this(vertx, connector, facts, outbox, services, PACE);
  }

  Drafts(
      Vertx vertx,
      String connector,
      Facts facts,
      Outbox outbox,
      ConnectorServices services,
      Duration pace) {
    this.vertx = vertx;
    this.facts = facts;
    this.posts = new Posts(facts);
    this.outbox = outbox;
    this.services = services;
    this.pace = pace;
    this.messages = outbox.drafts();
    services.bus().onLive(connector, this::heard);
  }

  // ── what is said ─────────────────────────────────────────────────────────────────────────────

  private void heard(Live event) {
    if (event instanceof Live.TurnChanged turn) {
      changed(turn);
    } else if (event instanceof Live.Delta delta) {
      Talk talk = talks.get(delta.attempt().turn());
      if (talk != null && talk.hears(delta)) {
        await(talk);
      }
    }
  }

  private void changed(Live.TurnChanged turn) {
    String id = turn.attempt().turn();
    Talk before = talks.get(id);
    int known = before == null ? 0 : before.attempt().number();
    boolean works = WORKING.contains(turn.state());
    if (works && turn.attempt().number() > known) {
      talks.put(id, new Talk(turn, facts.text().limit()));
    } else if (!works && turn.attempt().number() >= known) {
      talks.remove(id);
    }
    if (talks.size() > TALKS) {
      talks.remove(talks.keySet().iterator().next());
    }
  }

  private void forget(Talk talk) {
    talks.remove(talk.attempt().turn(), talk);
  }

  // ── what is shown of it ──────────────────────────────────────────────────────────────────────

  /** Comes back to it after a while, with all that it has said until then. */
  private void await(Talk talk) {
    if (talk.isWaiting()) {
      return;
    }
    talk.waits(true);
    vertx.setTimer(
        pace.toMillis(),
        later -> {
          talk.waits(false);
          show(talk);
        });
  }

  private void show(Talk talk) {
    String text = posts.beginning(talk.text());
    boolean more = !text.isBlank() && !text.equals(talk.shown());
    if (!more || talks.get(talk.attempt().turn()) != talk) {
      return;
    }
    if (!outbox.aside(talk.address().chat(), () -> write(talk, text))) {
      await(talk);
    }
  }

  /** Completes when nothing of it is on its way any more. */
  private Future<Void> write(Talk talk, String text) {
    return services
        .store()
        .draft(talk.attempt())
        .compose(found -> found.isPresent() ? goOn(talk, found.get(), text) : begin(talk, text))
        .onSuccess(says -> written(talk, says))
        .onFailure(cause -> dropped(talk, cause))
        .<Void>mapEmpty()
        .recover(this::landed);
  }

  /** Gives what the draft says now; empty where nothing of the turn can be shown any more. */
  private Future<Optional<String>> begin(Talk talk, String text) {
    String key = Posts.key(talk.attempt());
    Draft draft = Draft.begun(key, text, talk.inReplyTo(), services.clock().millis());
    talk.unsent(true);
    return services
        .store()
        .drafting(talk.attempt(), draft)
        .compose(begun -> begun ? send(talk, draft) : Future.succeededFuture(Optional.empty()));
  }

  private Future<Optional<String>> send(Talk talk, Draft draft) {
    talk.unsent(false);
    return messages
        .send(draft, talk.address())
        .onFailure(cause -> talk.unsent(isKnown(cause)))
        .map(receipt -> Optional.of(draft.text()));
  }

  private Future<Optional<String>> goOn(Talk talk, Draft draft, String text) {
    if (talk.isUnsent()) {
      return send(talk, draft);
    }
    Post change = Posts.change(talk.address(), text);
    return messages
        .receipt(draft, talk.address())
        .compose(
            known ->
                known.isPresent()
                    ? messages.edit(known.get(), change).map(Optional.of(text))
                    : Future.succeededFuture(Optional.<String>empty()))
        .recover(
            cause ->
                cause instanceof SendFailure.Gone
                    ? messages.gone(draft).map(Optional.empty())
                    : Future.failedFuture(cause));
  }

  private void written(Talk talk, Optional<String> says) {
    if (says.isEmpty()) {
      forget(talk);
      return;
    }
    talk.shows(says.get());
    await(talk);
  }

  private void dropped(Talk talk, Throwable cause) {
    if (cause instanceof SendFailure.Refused) {
      forget(talk);
    }
  }

  /** What may still be on its way would undo what is written after it, so that is waited for. */
  private Future<Void> landed(Throwable cause) {
    Future<Void> failed = Future.failedFuture(cause);
    return isKnown(cause)
        ? failed
        : vertx.timer(Platform.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).compose(over -> failed);
  }

  /** Whether the platform has nothing of what has failed so. */
  private static boolean isKnown(Throwable cause) {
    return cause instanceof NotReady
        || cause instanceof SendFailure.NotSent
        || cause instanceof SendFailure.Wait
        || cause instanceof SendFailure.Refused;
  }
}
