package io.holdfast.stop;

import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

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
   * @param excused turns that it does not wait for, since they wait for it
   */
  public record Plan(Stop stop, Deadlines deadlines, boolean part, Set<String> excused) {

    public Plan {
      excused = Set.copyOf(excused);
    }
  }

  /**
   * How far a stop is.
   *
   * @param stop its id, scope and reason
   * @param turns how many turns it waits for
   * @param until when the wait ends at the latest, in milliseconds since the epoch
   * @param end when all of it ends at the latest, in milliseconds since the epoch
   */
  public record Progress(Stop stop, int turns, long until, long end) {}

  /** A drain that waits for so many turns. */
  private record Waiting(Plan plan, int turns) {}

  private final String node;
  private final Supplier<Duration> budget;
  private final InstantSource clock;
  private final InstantSource steady;
  private final Map<Stop, Waiting> waiting = new LinkedHashMap<>();
  private final Set<Stop> unended = new LinkedHashSet<>();
  private Optional<Plan> full = Optional.empty();
  private int begun;
  private Optional<Long> hurriedAt = Optional.empty();

  /**
   * @param node this process
   * @param budget how long a stop that begins now may take
   */
  public Stops(String node, Supplier<Duration> budget, InstantSource clock) {
    this.node = node;
    this.budget = budget;
    this.clock = clock;
    this.steady = SteadyClock.from(clock);
  }

  /** The time that all deadlines are measured in, whatever becomes of the clock meanwhile. */
  public long now() {
    return steady.millis();
  }

  /**
   * Begins the stop of the whole gateway, or gives the one that is in progress.
   *
   * @param excused turns that it does not wait for
   */
  public synchronized Plan everything(Reason reason, Set<String> excused) {
    if (full.isEmpty()) {
      full = Optional.of(plan(Scope.everything(), reason, excused));
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
                    true,
                    plan.excused()))
        .orElseGet(() -> redeploy(runner));
  }

  private Plan redeploy(String runner) {
    Plan plan = plan(Scope.runner(runner), Reason.REDEPLOY, Set.of());
    unended.add(plan.stop());
    return plan;
  }

  /**
   * The redeploys of a runner whose end is not committed. It may claim nothing until it is, so
   * whoever is deployed in its place has to see to that.
   */
  public synchronized List<Stop> unended(String runner) {
    return unended.stream().filter(stop -> stop.scope().equals(Scope.runner(runner))).toList();
  }

  /** The end of a redeploy is committed. */
  public synchronized void ended(Stop stop) {
    unended.remove(stop);
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
    hurriedAt = Optional.of(hurriedAt.orElse(now()));
  }

  /** Whether the whole gateway is stopping. */
  public synchronized boolean stopping() {
    return full.isPresent();
  }

  /** A drain says what it waits for; zero turns when it has ended. */
  synchronized void waiting(Plan plan, int turns) {
    if (turns == 0) {
      waiting.remove(plan.stop());
    } else {
      waiting.put(plan.stop(), new Waiting(plan, turns));
    }
  }

  /** The stop of the whole gateway if there is one, else the redeploy that waits. */
  public synchronized Optional<Progress> progress() {
    int turns = waiting.values().stream().mapToInt(Waiting::turns).sum();
    return full.map(plan -> new Waiting(plan, turns))
        .or(() -> waiting.values().stream().findFirst())
        .map(this::progress);
  }

  private Progress progress(Waiting is) {
    Deadlines deadlines = bounded(is.plan().deadlines());
    long shift = clock.millis() - now();
    return new Progress(
        is.plan().stop(), is.turns(), deadlines.drain() + shift, deadlines.end() + shift);
  }

  private Plan plan(Scope scope, Reason reason, Set<String> excused) {
    // Not a random one: those come from a device that an event loop must not wait for.
    String id = node + "." + ++begun;
    Deadlines deadlines = Deadlines.of(now(), budget.get());
    return new Plan(new Stop(id, node, scope, reason), deadlines, false, excused);
  }
}
