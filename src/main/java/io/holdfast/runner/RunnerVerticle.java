package io.holdfast.runner;

import io.holdfast.config.Block;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.retry.Bound;
import io.holdfast.stop.Drain;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.ClaimRequest;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls turns from the store up to its free capacity and runs an agent on them. Its undeploy hook
 * is the stop chain.
 */
public final class RunnerVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(RunnerVerticle.class);
  private static final long POLL = 1_000;
  private static final long SWEEP = 5_000;

  /** An agent that does not let go in this time is left to the end of the process. */
  private static final Bound CLOSE = new Bound(5_000);

  private final Block block;
  private final RunnerType type;
  private final RunnerServices services;
  private final int maxTurns;
  private final Duration turnTimeout;
  private final Attempts attempts = new Attempts();
  private Optional<Runner> agent = Optional.empty();
  private Future<?> claim = Future.succeededFuture();
  private boolean claiming;
  private boolean rung;
  private boolean leaving;

  /** The verticle of one {@code runners} block. */
  public RunnerVerticle(Block block, RunnerType type, RunnerServices services) {
    this.block = block;
    this.type = type;
    this.services = services;
    this.maxTurns = block.settings().number("max-turns");
    this.turnTimeout = block.settings().duration("turn-timeout");
  }

  @Override
  public Future<?> start() {
    agent = Optional.of(type.factory().create(vertx, block.settings()));
    return listen().onSuccess(listening -> pull());
  }

  private Future<?> listen() {
    Alarm later = new Alarm(vertx, this::pull);
    vertx.setPeriodic(POLL, tick -> pull());
    vertx.setPeriodic(SWEEP, tick -> sweep());
    return Future.all(
        services.bus().onWork(block.id(), this::pull).completion(),
        services.bus().onLater(block.id(), later::within).completion(),
        services.bus().onControl(block.id(), this::heed).completion(),
        services.bus().onMissed(this::lookForAll).completion());
  }

  @Override
  public Future<?> stop() {
    leaving = true;
    Stops.Plan plan = services.stops().ofRunner(block.id());
    Drain drain = new Drain(vertx, services.store(), services.clock(), services.stops(), plan);
    return drain
        .announce()
        .compose(told -> drain.settle(attempts))
        .compose(settled -> plan.part() ? Future.succeededFuture() : drain.end())
        .eventually(this::closeAgent)
        .onFailure(e -> LOG.error("runner={} drain failed={}", block.id(), e.toString()))
        .otherwiseEmpty();
  }

  private Future<Void> closeAgent() {
    return agent
        .map(held -> CLOSE.on(vertx, held::close))
        .orElseGet(Future::succeededFuture)
        .onFailure(e -> LOG.warn("runner={} close failed={}", block.id(), CLOSE.why(e)))
        .otherwiseEmpty();
  }

  private void lookForAll() {
    pull();
    heed();
  }

  /** Claims what there is room for; one claim at a time, and again if rung meanwhile. */
  private void pull() {
    int free = maxTurns - attempts.count();
    if (leaving || free <= 0) {
      return;
    }
    if (claiming) {
      rung = true;
      return;
    }
    claiming = true;
    rung = false;
    Future<List<Claimed>> next =
        endDrains()
            .compose(ended -> services.store().claim(request(free), services.clock().millis()));
    claim = next;
    next.onSuccess(this::begin).onFailure(this::unclaimed).onComplete(done -> claimed());
  }

  /** What the store could not commit when this runner was last redeployed. */
  private Future<Void> endDrains() {
    List<Stop> open = services.stops().unended(block.id());
    return open.isEmpty()
        ? Future.succeededFuture()
        : Future.all(open.stream().map(this::endDrain).toList()).mapEmpty();
  }

  private Future<Void> endDrain(Stop stop) {
    return services
        .store()
        .drained(stop, services.clock().millis())
        .onSuccess(done -> services.stops().ended(stop));
  }

  /** It asks every second, and that the store is not ready is said by the store. */
  private void unclaimed(Throwable cause) {
    if (cause instanceof HoldfastException.NotReady) {
      LOG.debug("runner={} claim failed={}", block.id(), cause.toString());
    } else {
      LOG.warn("runner={} claim failed={}", block.id(), cause.toString());
    }
  }

  private void claimed() {
    claiming = false;
    if (rung) {
      pull();
    }
  }

  /** Resumed turns may take half of the room, so that they do not hold up all that is new. */
  private ClaimRequest request(int free) {
    int resumeRoom = Math.max(1, maxTurns / 2) - attempts.resumedInFlight();
    LoopBreaker loopBreaker = services.loopBreaker().get();
    return new ClaimRequest(
        block.id(),
        services.node(),
        free,
        Math.max(0, Math.min(free, resumeRoom)),
        loopBreaker.suspects(),
        agent.map(Runner::steerable).orElse(false),
        loopBreaker::resumeNotice,
        new ClaimRequest.Admission(services.doors(), Wording.turnedAway()));
  }

  private void begin(List<Claimed> turns) {
    turns.forEach(this::begin);
  }

  private void begin(Claimed turn) {
    Failpoint.CLAIMED.reached();
    Attempt attempt = new Attempt(vertx, services, block.id(), turn, turnTimeout);
    attempts.add(attempt);
    attempt
        .run(agent.orElseThrow())
        .onComplete(
            done -> {
              attempts.remove(attempt);
              pull();
            });
  }

  /** A turn was cancelled or paused, or something came for it: looks which. */
  private void heed() {
    List<Attempt> asked = attempts.now();
    running().onSuccess(running -> Attempts.heed(asked, running));
    letGo();
  }

  /** What is kept for a turn that waits for an answer is of no use once it does not. */
  private void letGo() {
    agent.map(Runner::kept).orElse(List.of()).forEach(this::letGo);
  }

  private void letGo(AttemptId kept) {
    services
        .store()
        .turn(kept.turn())
        .map(found -> found.filter(detail -> waits(detail.turn(), kept)).isPresent())
        // It may wait no more because it was claimed, for here, and that is not told yet.
        .compose(waits -> claim.transform(told -> Future.succeededFuture(waits)))
        .onSuccess(
            waits ->
                agent
                    .filter(held -> !waits && held.kept().contains(kept))
                    .filter(held -> !attempts.inFlight().contains(kept.turn()))
                    .ifPresent(held -> held.letGo(kept.turn())));
  }

  private static boolean waits(TurnView turn, AttemptId kept) {
    boolean open = turn.state() == TurnState.ASKING || turn.state() == TurnState.INTERRUPTED;
    return open && turn.attempt() == kept.number();
  }

  /** The same without being rung, and the release of turns that got lost on the way here. */
  private void sweep() {
    if (leaving) {
      return;
    }
    letGo();
    List<Attempt> asked = attempts.now();
    running()
        .onSuccess(
            running -> {
              Attempts.heed(asked, running);
              attempts.lost(running).forEach(this::releaseLost);
            });
  }

  private void releaseLost(RunningTurn lost) {
    LOG.warn("turn={} attempt={} lost=released", lost.attempt().turn(), lost.attempt().number());
    services.store().release(lost.attempt(), services.clock().millis());
  }

  private Future<List<RunningTurn>> running() {
    return services.store().running(services.node(), Scope.runner(block.id()));
  }
}
