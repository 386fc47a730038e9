package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.Draft;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.retry.Until;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is asked of a platform about drafts. Whoever asks has seen to it that nothing else is
 * written in the chat meanwhile. Confined to one event loop.
 */
final class DraftMessages {

  /** How often the store is told again what it could not commit. */
  private static final long AGAIN = 1_000;

  private final Vertx vertx;
  private final Facts facts;
  private final Platform platform;
  private final ConnectorServices services;
  private final BooleanSupplier closed;
  private final InstantSource steady;
  private final long begun;

  /** Those that this process has sent in its first seconds. */
  private final Set<String> own = new HashSet<>();

  /**
   * @param closed whether nothing more is to be done
   */
  DraftMessages(
      Vertx vertx,
      Facts facts,
      Platform platform,
      ConnectorServices services,
      BooleanSupplier closed) {
    this.vertx = vertx;
    this.facts = facts;
    this.platform = platform;
    this.services = services;
    this.closed = closed;
    this.steady = SteadyClock.from(services.clock());
    this.begun = steady.millis();
  }

  /**
   * For how many milliseconds something may still be on its way to its message that a process wrote
   * which is no more, and would undo what is written now.
   */
  long settling(Draft draft) {
    return own.contains(draft.key()) ? 0 : young();
  }

  private long young() {
    return Math.max(0, begun + Platform.TIMEOUT.toMillis() - steady.millis());
  }

  /** Whether its message can be changed, or it can be found out if there is one. */
  boolean usable(Draft draft) {
    return facts.of(Facts.Operation.EDIT).isPresent()
        && switch (draft.state()) {
          case SENT -> true;
          case ATTEMPTING -> exact().findable() || remembered(draft);
          case GONE -> false;
        };
  }

  /**
   * The platform's id of its message, which is found out if it is not known; empty where there is
   * none, or nobody can say.
   */
  Future<Optional<String>> receipt(Draft draft, Address address) {
    if (draft.state() == Draft.State.SENT) {
      return Future.succeededFuture(Optional.of(draft.receipt()));
    }
    if (!usable(draft)) {
      return Future.succeededFuture(Optional.empty());
    }
    return remembered(draft) ? send(draft, address).map(Optional::of) : find(draft, address);
  }

  /** Sends it as it was committed, and commits the platform's id of it; gives that. */
  Future<String> send(Draft draft, Address address) {
    if (young() > 0) {
      own.add(draft.key());
    }
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.send(Posts.of(draft, address)))
        .compose(receipt -> known(draft, receipt).map(receipt));
  }

  private Future<Optional<String>> find(Draft draft, Address address) {
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.find(Posts.of(draft, address)))
        .compose(
            found ->
                found.isPresent()
                    ? known(draft, found.get()).map(found)
                    : Future.succeededFuture(found));
  }

  /** Makes a message say something else. */
  Future<Void> edit(String receipt, Post post) {
    return services.permit().send(Platform.TIMEOUT, () -> platform.edit(receipt, post));
  }

  /** Commits that its message is not there any more. */
  Future<Void> gone(Draft draft) {
    return known(draft, "");
  }

  /** Until it is committed: who writes in the chat next goes by it. Fails where it is not. */
  private Future<Void> known(Draft draft, String receipt) {
    Promise<Void> committed = Promise.promise();
    return Until.succeeded(
            () ->
                services
                    .store()
                    .drafted(draft.key(), receipt)
                    .onSuccess(is -> committed.complete()),
            closed,
            () -> vertx.timer(AGAIN, TimeUnit.MILLISECONDS).mapEmpty())
        .compose(
            over ->
                committed.future().isComplete()
                    ? committed.future()
                    : Future.failedFuture(new NotReady("it stops")));
  }

  private Facts.Sending exact() {
    return facts.of(Facts.Operation.SEND).orElseThrow();
  }

  /** Whether the platform would drop a copy of it. */
  private boolean remembered(Draft draft) {
    long age = services.clock().millis() - draft.triedAt();
    return exact().key().covers(Duration.ofMillis(age).plus(Platform.TIMEOUT));
  }
}
