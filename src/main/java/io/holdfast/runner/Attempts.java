package io.holdfast.runner;

import io.holdfast.model.RunningTurn;
import io.holdfast.stop.Strays;
import io.holdfast.stop.Workload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attempts in flight of one runner. Confined to its event loop. */
final class Attempts implements Workload {

  private final Map<String, Attempt> inFlight = new HashMap<>();
  private final Strays strays = new Strays();
  private List<Promise<Void>> waitingForNone = new ArrayList<>();

  void add(Attempt attempt) {
    inFlight.put(attempt.id().turn(), attempt);
  }

  void remove(Attempt attempt) {
    inFlight.remove(attempt.id().turn(), attempt);
    if (inFlight.isEmpty()) {
      List<Promise<Void>> done = waitingForNone;
      waitingForNone = new ArrayList<>();
      done.forEach(Promise::tryComplete);
    }
  }

  @Override
  public Set<String> inFlight() {
    return Set.copyOf(inFlight.keySet());
  }

  int count() {
    return inFlight.size();
  }

  int resumedInFlight() {
    return (int) inFlight.values().stream().filter(Attempt::resumed).count();
  }

  @Override
  public void stopAtBoundary() {
    each(Ending.AT_BOUNDARY);
  }

  @Override
  public Future<Void> abandon() {
    Promise<Void> none = Promise.promise();
    waitingForNone.add(none);
    each(Ending.ABANDONED);
    if (inFlight.isEmpty()) {
      none.tryComplete();
    }
    return none.future();
  }

  private void each(Ending why) {
    now().forEach(attempt -> attempt.end(why));
  }

  /** What is in flight now; taken before the store is asked, since a claim may be on its way. */
  List<Attempt> now() {
    return List.copyOf(inFlight.values());
  }

  /**
   * Ends those of {@code asked} that the store says were cancelled, paused or superseded, and tells
   * the others what came for them.
   */
  static void heed(List<Attempt> asked, List<RunningTurn> running) {
    Map<String, RunningTurn> byTurn =
        running.stream().collect(Collectors.toMap(t -> t.attempt().turn(), Function.identity()));
    asked.forEach(attempt -> heed(attempt, byTurn.get(attempt.id().turn())));
  }

  /** Turns that the store has RUNNING and nobody here works on, now and at the call before. */
  List<RunningTurn> lost(List<RunningTurn> running) {
    return strays.among(running, inFlight.keySet());
  }

  private static void heed(Attempt attempt, @Nullable RunningTurn stored) {
    if (stored == null || stored.attempt().number() != attempt.id().number()) {
      attempt.end(Ending.SUPERSEDED);
      return;
    }
    attempt.came(stored.came());
    if (stored.cancelled()) {
      attempt.end(Ending.BY_USER);
    } else if (stored.suspended()) {
      attempt.end(Ending.AT_BOUNDARY);
    }
  }
}
