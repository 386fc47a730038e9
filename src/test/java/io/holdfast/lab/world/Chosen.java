package io.holdfast.lab.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs that somebody has chosen by their plans, such as {@code burst:store.finish.after#1=halt}.
 */
public final class Chosen {

  private final List<Arena.Job> jobs = new ArrayList<>();

  /**
   * @param times how often each is run
   * @throws IllegalArgumentException where one is not a plan, or of no scenario that there is
   */
  public Chosen(List<String> plans, long seed, int times) {
    for (String text : plans) {
      Plan plan = Plan.parse(text);
      Scenarios.named(plan.scenario());
      jobs.addAll(Collections.nCopies(times, new Arena.Job(plan, seed)));
    }
  }

  /** Runs them; gives the red lines, each with how to see it again. */
  public List<String> red() throws InterruptedException {
    List<String> red = new ArrayList<>();
    run(result -> result.red().forEach(line -> red.add(line + " | " + Tally.again(result))));
    return red;
  }

  /**
   * Runs them and tells what came of each, of a red one with its whole history; gives whether all
   * were green.
   *
   * @param show whether to tell the history of a green one, too
   */
  public boolean tell(boolean show, Consumer<String> out) throws InterruptedException {
    List<String> red = new ArrayList<>();
    run(
        result -> {
          red.addAll(result.red());
          tell(result, show, out);
        });
    return red.isEmpty();
  }

  private static void tell(Result result, boolean show, Consumer<String> out) {
    if (show || !result.red().isEmpty()) {
      result.history().entries().forEach(entry -> out.accept(entry.toString()));
    }
    out.accept(
        "%s: struck %s, %d lives, %d passes"
            .formatted(result.plan(), result.struck(), result.lives(), result.all()));
    result.red().forEach(line -> out.accept("RED " + line));
  }

  private void run(Consumer<Result> done) throws InterruptedException {
    try (Arena arena = new Arena()) {
      arena.run(Points.SLOTS, jobs, done);
    }
  }
}
