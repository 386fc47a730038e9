package io.holdfast.lab.world;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.report.PartReport;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** Strikes gateways at each of their points, thousands of times in this JVM. */
public final class Points implements Part {

  /** How many worlds there are at once. */
  static final int SLOTS = Integer.getInteger("lab.worlds", 48);

  /** As long as the JVM knows nothing of what it is to run. */
  private static final int WARM_UP = 8;

  @Override
  public String name() {
    return "points";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws InterruptedException {
    Tally tally = new Tally(effort.seed());
    try (Arena arena = new Arena()) {
      Map<String, Result> dry = new HashMap<>();
      arena.run(
          WARM_UP,
          Planner.dry(effort.seed()),
          result -> {
            dry.put(result.plan().scenario(), result);
            add(tally, result, progress);
          });
      progress.accept(dry.size() + " scenarios reach " + tally.reached() + " points");
      Planner planner = new Planner(effort, dry);
      Queue<Arena.Job> planned = new ArrayDeque<>(planner.planned());
      progress.accept(planned.size() + " runs are planned");
      arena.run(
          SLOTS,
          () -> next(planned, planner, tally, effort),
          result -> add(tally, result, progress));
    }
    tally.leaked(Arena.leaked());
    return tally.report(effort.crashes());
  }

  private static Optional<Arena.Job> next(
      Queue<Arena.Job> planned, Planner planner, Tally tally, Effort effort) {
    Optional<Arena.Job> job = Optional.ofNullable(planned.poll());
    return job.isPresent() || tally.crashes() >= effort.crashes()
        ? job
        : Optional.of(planner.random());
  }

  private static void add(Tally tally, Result result, Consumer<String> progress) {
    tally.add(result);
    result.red().forEach(line -> progress.accept(line + " | " + Tally.again(result)));
    if (tally.runs() % 200 == 0) {
      progress.accept(tally.toString());
    }
  }
}
