package io.holdfast.stop;

import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Which stop is in progress in this process. A runner that is undeployed during the stop of the
 * whole gateway drains as a part of that stop; at any other time its drain is a redeploy of its
 * own. Safe from any thread.
 */
public final class Stops {

  /**
   * A stop with its deadlines.
   *
   * @param stop its id, scope and reason
   * @param deadlines when each part of it ends
   * @param part whether it is part of the stop of the whole gateway
   */
  public record Plan(Stop stop, Deadlines deadlines, boolean part) {}

  private final String node;
  private final Duration budget;
  private final InstantSource clock;
  private Optional<Plan> full = Optional.empty();
  private int begun;
  private Optional<Long> hurriedAt = Optional.empty();

  /**
   * @param node this process
   * @param budget how long a stop may take
   */
  public Stops(String node, Duration budget, InstantSource clock) {
    this.node = node;
    this.budget = budget;
    this.clock = clock;
  }

  /** Begins the stop of the whole gateway, or gives the one that is in progress. */
  public synchronized Plan everything(Reason reason) {
    if (full.isEmpty()) {
      full = Optional.of(plan(Scope.everything(), reason));
    }
    return full.orElseThrow();
  }

  /** The stop as part of which a runner drains that is undeployed now. */
  public synchronized Plan ofRunner(String runner) {
    return full.map(
            plan ->
                new Plan(
                    new Stop(plan.stop().id(), node, Scope.runner(runner), plan.stop().reason()),
                    plan.deadlines(),
                    true))
        .orElseGet(() -> plan(Scope.runner(runner), Reason.REDEPLOY));
  }

  /** Why what is undeployed now goes away. */
  public synchronized Reason leaving() {
    return full.map(plan -> plan.stop().reason()).orElse(Reason.REDEPLOY);
  }

  /** {@code own}, or sooner where the whole gateway stops meanwhile, or a second signal came. */
  synchronized Deadlines bounded(Deadlines own) {
    Deadlines bounded = full.map(plan -> own.within(plan.deadlines())).orElse(own);
    return hurriedAt.map(bounded::hurried).orElse(bounded);
  }

  /** A second signal: every wait in progress, and to come, is over. */
  public synchronized void hurry() {
    hurriedAt = Optional.of(hurriedAt.orElse(clock.millis()));
  }

  /** Whether the whole gateway is stopping. */
  public synchronized boolean stopping() {
    return full.isPresent();
  }

  private Plan plan(Scope scope, Reason reason) {
    // Not a random one: those come from a device that an event loop must not wait for.
    String id = node + "." + ++begun;
    return new Plan(new Stop(id, node, scope, reason), Deadlines.of(clock.millis(), budget), false);
  }
}
