package io.holdfast.lab.world;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.report.PartReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Strikes gateways at each of their points, thousands of times in this JVM. */
public final class Points implements Part {

  /** How many worlds there are at once. */
  private static final int SLOTS = Integer.getInteger("lab.worlds", 48);

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
          jobs(Planner.dry(effort.seed())),
          result -> {
            dry.put(result.plan().scenario(), result);
            add(tally, result, progress);
          });
      progress.accept("points: " + dry.size() + " scenarios reach " + tally.reached() + " points");
      Planner planner = new Planner(effort, dry);
      Queue<Arena.Job> planned = new ArrayDeque<>(planner.planned());
      progress.accept("points: " + planned.size() + " runs are planned");
      arena.run(
          SLOTS,
          () -> next(planned, planner, tally, effort),
          result -> add(tally, result, progress));
    }
    tally.leaked(Arena.leaked());
    return tally.report(effort.crashes());
  }

  /** The red lines of these plans, each run so many times. */
  public static List<String> red(List<String> plans, long seed, int times)
      throws InterruptedException {
    List<Arena.Job> jobs = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      plans.forEach(plan -> jobs.add(new Arena.Job(Plan.parse(plan), seed)));
    }
    List<String> red = new ArrayList<>();
    try (Arena arena = new Arena()) {
      arena.run(
          SLOTS,
          jobs(jobs),
          result -> result.red().forEach(line -> red.add(line + " | " + Tally.again(result))));
    }
    return red;
  }

  private static Supplier<Optional<Arena.Job>> jobs(List<Arena.Job> list) {
    Queue<Arena.Job> queue = new ArrayDeque<>(list);
    return () -> Optional.ofNullable(queue.poll());
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
      progress.accept("points: " + tally);
    }
  }

  /**
   * {@code --crashes N --seed S}, or one run again: {@code --only PLAN --seed S [--times N]
   * [--show]}.
   */
  public static void main(String[] args) throws InterruptedException {
    Map<String, String> options = options(args);
    long seed = Long.parseLong(options.getOrDefault("seed", "1"));
    if (options.containsKey("only")) {
      only(Plan.parse(options.get("only")), seed, options);
      return;
    }
    int crashes = Integer.parseInt(options.getOrDefault("crashes", "400"));
    PartReport report = new Points().run(new Effort(seed, crashes, 0), System.out::println);
    System.out.println(report.counts() + " in " + report.seconds() + " s");
    report.red().forEach(System.out::println);
    System.exit(report.red().isEmpty() ? 0 : 1);
  }

  private static void only(Plan plan, long seed, Map<String, String> options)
      throws InterruptedException {
    int times = Integer.parseInt(options.getOrDefault("times", "1"));
    List<Arena.Job> jobs = Stream.generate(() -> new Arena.Job(plan, seed)).limit(times).toList();
    try (Arena arena = new Arena()) {
      arena.run(
          SLOTS,
          jobs(jobs),
          result -> {
            if (options.containsKey("show") || !result.red().isEmpty()) {
              result.history().entries().forEach(System.out::println);
            }
            System.out.println(plan + " seed=" + seed + " struck=" + result.struck());
            System.out.println(
                "lives=" + result.lives() + " passes=" + result.all() + " red=" + result.red());
          });
    }
    System.exit(0);
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      boolean flag = i + 1 == args.length || args[i + 1].startsWith("--");
      options.put(args[i].substring(2), flag ? "" : args[++i]);
    }
    return options;
  }
}
