package io.holdfast.gateway;

import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan;
import io.holdfast.config.Schema;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.ops.Control;
import io.holdfast.ops.Status;
import io.holdfast.retry.Until;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator, or an agent on an operator's behalf, may ask of the gateway.
 *
 * @param schema what a configuration may have
 * @param source reads the configuration file again
 * @param stop begins the stop of everything, with the turns that it does not wait for
 */
record ControlRoom(
    Vertx vertx,
    String node,
    Supplier<Store> store,
    Schema schema,
    InForce inForce,
    Supplier<Future<Loaded>> source,
    Reloads reloads,
    Supplier<Status> health,
    BiConsumer<Reason, Set<String>> stop,
    InstantSource clock)
    implements Control {

  private static final Logger LOG = LoggerFactory.getLogger(ControlRoom.class);
  private static final long LOOK = 250;

  @Override
  public Status status() {
    return health.get();
  }

  @Override
  public JsonObject configuration() {
    return inForce.loaded().shown();
  }

  @Override
  public Future<Plan> plan(Buffer yaml) {
    return ConfigLoader.parse(vertx, schema, yaml).map(next -> inForce.loaded().plan(next));
  }

  @Override
  public Future<Applied> reload(Optional<String> turn) {
    return turn.isEmpty() ? reloads.reload() : reloadAfter(turn.get());
  }

  private Future<Applied> reloadAfter(String turn) {
    return runs(turn)
        .compose(runs -> runs ? source.get() : Future.failedFuture(notRunning(turn)))
        .map(next -> reloadAfter(turn, next));
  }

  private static HoldfastException.NotFound notRunning(String turn) {
    return new HoldfastException.NotFound("turn " + turn + " is not running");
  }

  /** Not while it runs: a redeploy would wait for the turn that waits for the redeploy. */
  private Applied reloadAfter(String turn, Loaded next) {
    LOG.info("reload=waiting turn={}", turn);
    ended(turn).onSuccess(ended -> reloads.reload());
    return new Applied(inForce.loaded().plan(next), List.of());
  }

  private Future<Void> ended(String turn) {
    // A store that cannot say keeps it waiting: that turn's outcome is not committed either.
    return Until.enough(
            () -> runs(turn).otherwise(true),
            runs -> !runs.result(),
            () -> vertx.timer(LOOK, TimeUnit.MILLISECONDS).mapEmpty())
        .mapEmpty();
  }

  private Future<Boolean> runs(String turn) {
    return store
        .get()
        .running(node, Scope.everything())
        .map(running -> running.stream().anyMatch(r -> r.attempt().turn().equals(turn)));
  }

  private Optional<Reason> stopping() {
    return health
        .get()
        .draining()
        .filter(draining -> draining.scope().isEmpty())
        .map(Status.Draining::reason);
  }

  @Override
  public Future<Boolean> stop(Reason reason, Optional<Asked> asked) {
    Optional<Reason> other = stopping().filter(begun -> begun != reason);
    if (other.isPresent()) {
      return Future.failedFuture(
          new HoldfastException.Conflict(
              "the gateway stops already, reason " + other.get().wire() + ", and not for this"));
    }
    if (asked.isEmpty()) {
      stop.accept(reason, Set.of());
      return Future.succeededFuture(true);
    }
    String label = reason == Reason.RESTART ? "restart the gateway" : "stop the gateway";
    return request(asked.get(), label)
        .onSuccess(
            first -> {
              if (first) {
                stop.accept(reason, Set.of(asked.get().turn()));
              } else {
                LOG.info("stop=asked-before turn={}", asked.get().turn());
              }
            });
  }

  /** Whoever is told that it failed asks again, and would hear that it was asked before. */
  private Future<Boolean> request(Asked asked, String label) {
    return requested(asked)
        .compose(
            before ->
                store
                    .get()
                    .request(asked.turn(), asked.key(), label, clock.millis())
                    .recover(lost -> before ? Future.failedFuture(lost) : committed(asked, lost)));
  }

  private Future<Boolean> committed(Asked asked, Throwable lost) {
    return requested(asked)
        .compose(now -> now ? Future.succeededFuture(true) : Future.failedFuture(lost));
  }

  private Future<Boolean> requested(Asked asked) {
    return store
        .get()
        .journal(asked.turn())
        .map(steps -> steps.stream().anyMatch(step -> step.key().equals(asked.key())));
  }
}
