package io.holdfast.lab.world;

import io.holdfast.failpoint.Strike;
import io.holdfast.lab.Effort;
import io.holdfast.lab.world.Arena.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which runs there are, given which points each scenario reaches when nothing is struck. */
final class Planner {

  /** From so many crashes on each story is struck at each point that it reaches, in each way. */
  static final int SYSTEMATIC = 2_000;

  /** The stories that try the bounds of a stop's links, the first that reaches a point. */
  private static final List<String> DRAINS = List.of("deadline", "redeploy-late");

  /** What a stop asks of the store. */
  private static final List<String> OF_A_STOP =
      List.of(
          "draining", "mark", "tell", "running", "release", "clear", "drained", "leave", "close");

  /** Longer than any link of a stop may take, in milliseconds. */
  private static final int LONG_DELAY = 7_000;

  private static final int MOST_BLOWS = 5;

  /** A boot and its recovery pass about so many points. */
  private static final int BOOT = 24;

  private final Random random;
  private final boolean full;
  private final Map<String, Result> dry;
  private final List<String> scenarios;

  Planner(Effort effort, Map<String, Result> dry) {
    this.random = new Random(effort.seed());
    this.full = effort.crashes() >= SYSTEMATIC;
    this.dry = dry;
    this.scenarios = dry.keySet().stream().sorted().toList();
  }

  /** Each scenario once, with nothing done to it. */
  static List<Job> dry(long seed) {
    return Scenarios.all().stream().map(s -> new Job(Plan.of(s.name()), seed)).toList();
  }

  /** All that is to be struck by name, in an order of chance. */
  List<Job> planned() {
    List<Plan> plans = new ArrayList<>();
    if (full) {
      scenarios.forEach(
          scenario ->
              dry.get(scenario)
                  .hits()
                  .forEach(
                      (point, hits) ->
                          blows(plans, scenario, point, before(scenario, point), hits)));
      plans.addAll(Sentinels.plans());
      OF_A_STOP.forEach(operation -> slow(plans, operation));
    } else {
      once(plans);
    }
    Collections.sort(plans, (a, b) -> a.toString().compareTo(b.toString()));
    Collections.shuffle(plans, random);
    return plans.stream().map(plan -> new Job(plan, random.nextInt(1_000_000))).toList();
  }

  private int before(String scenario, String point) {
    return dry.get(scenario).before().getOrDefault(point, 0);
  }

  /** At its first two passes of those that the story is about. */
  private static void blows(List<Plan> plans, String scenario, String point, int before, int hits) {
    for (int hit = before + 1; hit <= Math.min(before + 2, hits); hit++) {
      for (Strike way : Catalogue.ways(point)) {
        plans.add(Plan.of(scenario, new Blow(point, hit, way)));
      }
    }
  }

  /** Held up for longer than the link that has called it waits. */
  private void slow(List<Plan> plans, String operation) {
    for (String side : List.of("before", "after")) {
      String point = "store." + operation + "." + side;
      DRAINS.stream()
          .filter(scenario -> dry.get(scenario).hits().containsKey(point))
          .findFirst()
          .map(drain -> Plan.of(drain, new Blow(point, 1, Strike.DELAY, LONG_DELAY)))
          .ifPresent(plans::add);
    }
  }

  /** Each point once ended, and once failed where it can be, in some scenarios that reach it. */
  private void once(List<Plan> plans) {
    TreeMap<String, TreeSet<String>> where = new TreeMap<>();
    dry.forEach(
        (scenario, result) ->
            result
                .hits()
                .keySet()
                .forEach(p -> where.computeIfAbsent(p, n -> new TreeSet<>()).add(scenario)));
    where.forEach(
        (point, reaching) -> {
          List<String> choice = List.copyOf(reaching);
          plans.add(Plan.of(any(choice), Blow.halt(point, 1)));
          if (Catalogue.ways(point).contains(Strike.FAIL)) {
            String scenario = any(choice);
            int hit = before(scenario, point) + 1;
            boolean there = dry.get(scenario).hits().get(point) >= hit;
            plans.add(Plan.of(scenario, new Blow(point, there ? hit : 1, Strike.FAIL)));
          }
        });
  }

  private String any(List<String> scenarios) {
    return scenarios.get(random.nextInt(scenarios.size()));
  }

  /** Some crashes at any points, the second and later ones mostly in a boot or its recovery. */
  Job random() {
    String scenario = scenarios.get(random.nextInt(scenarios.size()));
    int at = 1 + random.nextInt(dry.get(scenario).all());
    List<Blow> blows = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_BLOWS);
    for (int i = 0; i < count; i++) {
      blows.add(Blow.halt(Blow.ANY, at));
      at += 1 + random.nextInt(random.nextInt(3) == 0 ? 5 * BOOT : BOOT);
    }
    return new Job(new Plan(scenario, blows), random.nextInt(1_000_000));
  }
}
