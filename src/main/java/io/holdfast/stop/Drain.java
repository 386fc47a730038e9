package io.holdfast.stop;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Stop;
import io.holdfast.retry.Bound;
import io.holdfast.retry.Until;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop chain: {@link #announce} is its links 1 to 3 (draining, mark, tell), {@link #settle} its
 * links 4 to 6 (wait, release, clear). Markers are committed before the wait, so that a SIGKILL
 * during it finds them.
 *
 * <p>A link that fails or outlives its bound is logged and the next one runs: the chain must reach
 * its end, and what a link did not do the next start's recovery does.
 */
public final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final long LOOK = 50;
  private static final long ASK_STORE = 1_000;
  private static final long REPORT = 5_000;
  private static final long LINK_BOUND = 5_000;
  private static final int NOTICES_AN_HOUR = 4;

  private final Vertx vertx;
  private final Store store;
  private final InstantSource clock;
  private final Stops stops;
  private final Stops.Plan plan;
  private final Stop stop;
  private final Deadlines deadlines;

  /** A drain of {@code plan}. */
  public Drain(Vertx vertx, Store store, InstantSource clock, Stops stops, Stops.Plan plan) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.stops = stops;
    this.plan = plan;
    this.stop = plan.stop();
    this.deadlines = plan.deadlines();
  }

  /** Links 1 to 3: no more claims, a marker on every running turn, a word to their chats. */
  public Future<Void> announce() {
    return link("draining", () -> store.draining(stop, clock.millis()))
        .compose(done -> link("mark", () -> store.mark(stop, clock.millis())))
        .compose(done -> link("tell", this::tell));
  }

  private Future<Integer> tell() {
    return store.tell(stop, Notices.restarting(stop.reason()), NOTICES_AN_HOUR, clock.millis());
  }

  /** Links 4 to 6: waits for the running turns, releases the rest, clears the markers. */
  public Future<Void> settle(Workload workload) {
    return Failpoint.STOP_WAITING
        .link(workload)
        .compose(this::waitUntilIdle)
        .compose(idle -> idle && none(workload) ? Future.succeededFuture() : release(workload))
        .onComplete(settled -> stops.waiting(plan, 0))
        .compose(Failpoint.STOP_SETTLED::link)
        .compose(done -> clear());
  }

  /** Link 6 alone: removes the markers of this stop whose turns have ended. */
  public Future<Void> clear() {
    return link("clear", () -> store.clear(stop, clock.millis()));
  }

  /**
   * Commits that the drain is over, so that its scope may claim again. Where that fails, it is left
   * to {@link Stops#unended}.
   */
  public Future<Void> end() {
    return link(
        "drained", () -> store.drained(stop, clock.millis()).onSuccess(done -> stops.ended(stop)));
  }

  private Future<Boolean> waitUntilIdle(Workload workload) {
    return idleBy(workload, plan.excused(), () -> stops.bounded(deadlines).drain());
  }

  private static boolean none(Workload workload) {
    return workload.inFlight().isEmpty();
  }

  private Future<Void> release(Workload workload) {
    LOG.info("drain=deadline stop={} inFlight={}", stop.id(), workload.inFlight().size());
    return Failpoint.STOP_DEADLINE.link(workload).compose(this::endAtBoundary);
  }

  private Future<Void> endAtBoundary(Workload workload) {
    workload.stopAtBoundary();
    long begun = stops.now();
    return idleBy(workload, Set.of(), () -> grace(begun))
        .compose(idle -> idle ? Future.succeededFuture() : abandon(workload));
  }

  /** As long as planned, but from now where the wait was over before its deadline. */
  private long grace(long begun) {
    Deadlines bounded = stops.bounded(deadlines);
    return Math.min(bounded.grace(), begun + bounded.grace() - bounded.drain());
  }

  private Future<Void> abandon(Workload workload) {
    long left = stops.bounded(deadlines).flush() - stops.now();
    return link("abandon", Math.max(LOOK, Math.min(left, LINK_BOUND)), workload::abandon)
        .compose(done -> link("release", this::releaseWhatRuns));
  }

  private Future<Void> releaseWhatRuns() {
    return store.running(stop.node(), stop.scope()).compose(this::releaseAll);
  }

  private Future<Void> releaseAll(List<RunningTurn> running) {
    return Future.join(running.stream().map(this::release).toList()).mapEmpty();
  }

  private Future<Void> release(RunningTurn turn) {
    return store.release(turn.attempt(), clock.millis()).recover(Drain::unlessEnded);
  }

  /** It has ended by itself since it was looked up. */
  private static Future<Void> unlessEnded(Throwable cause) {
    return cause instanceof HoldfastException.Fenced
        ? Future.succeededFuture()
        : Future.failedFuture(cause);
  }

  /**
   * Completes with true once nothing but {@code excused} runs in the scope, with false at the
   * deadline.
   */
  private Future<Boolean> idleBy(Workload workload, Set<String> excused, Supplier<Long> deadline) {
    Wait wait = new Wait(workload, excused, deadline);
    return Until.enough(
            wait::look,
            looked -> looked.failed() || looked.result().isPresent(),
            () -> vertx.timer(LOOK, TimeUnit.MILLISECONDS).mapEmpty())
        .map(Optional::orElseThrow);
  }

  /** One wait; memory says when to look, the store says whether it is over. */
  private final class Wait {
    private final Workload workload;
    private final Set<String> excused;
    private final Supplier<Long> deadline;
    private final Strays strays = new Strays();
    private long askedStore;
    private long reported = stops.now();

    Wait(Workload workload, Set<String> excused, Supplier<Long> deadline) {
      this.workload = workload;
      this.excused = excused;
      this.deadline = deadline;
    }

    /** Gives whether it is idle once the wait is over, and nothing before. */
    Future<Optional<Boolean>> look() {
      long now = stops.now();
      int turns = turns();
      report(now, turns);
      boolean due = (turns == 0 && !strays.suspected()) || now - askedStore >= ASK_STORE;
      if (!due) {
        return Future.succeededFuture(over(now));
      }
      askedStore = now;
      // A store that cannot answer is no reason to wait for attempts that have ended.
      return store
          .running(stop.node(), stop.scope())
          .compose(this::idle)
          .otherwise(turns == 0)
          .map(idle -> idle ? Optional.of(true) : over(now));
    }

    /** What nobody works on would be waited for to the deadline, so it is released. */
    private Future<Boolean> idle(List<RunningTurn> running) {
      List<RunningTurn> lost = strays.among(running, workload.inFlight());
      lost.forEach(this::sayLost);
      return releaseAll(lost)
          .map(running.stream().filter(turn -> !lost.contains(turn)).allMatch(this::excused));
    }

    private void sayLost(RunningTurn turn) {
      AttemptId id = turn.attempt();
      LOG.warn("drain=lost stop={} turn={} attempt={}", stop.id(), id.turn(), id.number());
    }

    private Optional<Boolean> over(long now) {
      return now >= deadline.get() ? Optional.of(false) : Optional.empty();
    }

    private int turns() {
      return (int) workload.inFlight().stream().filter(turn -> !excused.contains(turn)).count();
    }

    private boolean excused(RunningTurn running) {
      return excused.contains(running.attempt().turn());
    }

    private void report(long now, int turns) {
      stops.waiting(plan, turns);
      if (now - reported >= REPORT) {
        reported = now;
        long left = Math.max(0, deadline.get() - now) / 1000;
        LOG.info("drain=waiting stop={} turns={} left={}s", stop.id(), turns, left);
      }
    }
  }

  private Future<Void> link(String name, Supplier<? extends Future<?>> work) {
    return link(name, LINK_BOUND, work);
  }

  /** A part of a full stop does again for one runner what that has said it did for all. */
  private void said(String name, @Nullable Object count) {
    Object result = count == null ? "done" : count;
    if (plan.part()) {
      LOG.debug("drain={} stop={} result={}", name, stop.id(), result);
    } else {
      LOG.info("drain={} stop={} result={}", name, stop.id(), result);
    }
  }

  /** Runs one link, bounded; whatever becomes of it, the chain goes on. */
  private Future<Void> link(String name, long millis, Supplier<? extends Future<?>> work) {
    Bound bound = new Bound(millis);
    return bound
        .on(vertx, () -> work.get().<Object>map(x -> x))
        .onSuccess(count -> said(name, count))
        .onFailure(e -> LOG.warn("drain={} stop={} failed={}", name, stop.id(), bound.why(e)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
