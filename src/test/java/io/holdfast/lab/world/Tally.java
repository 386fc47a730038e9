package io.holdfast.lab.world;

import io.holdfast.failpoint.Strike;
import io.holdfast.lab.report.Cell;
import io.holdfast.lab.report.PartReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What came of all runs. Not safe: one thread at a time. */
final class Tally {

  private record Key(String point, String way, int hit) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }
  }

  private static final class Count {
    private long runs;
    private long struck;
    private long red;
  }

  private final long seed;
  private final long began = System.nanoTime();
  private final Map<Key, Count> cells = new TreeMap<>();
  private final Set<String> reached = new TreeSet<>();
  private final List<String> red = new ArrayList<>();
  private final Map<String, Long> broken = new TreeMap<>();
  private final List<Long> resumed = new ArrayList<>();
  private long runs;
  private long lives;
  private long crashes;
  private long messages;
  private long effects;

  Tally(long seed) {
    this.seed = seed;
  }

  void add(Result result) {
    runs++;
    lives += result.lives();
    crashes += result.crashes();
    messages += result.messages();
    effects += result.effects();
    reached.addAll(result.hits().keySet());
    resumed.addAll(Resumes.millis(result.history().entries()));
    boolean bad = !result.red().isEmpty();
    result.plan().blows().stream()
        .filter(blow -> !blow.point().equals(Blow.ANY))
        .forEach(blow -> count(result, blow).runs++);
    for (Blow blow : result.struck()) {
      Count count = count(result, blow);
      boolean byChance = !result.plan().blows().contains(blow);
      count.runs += byChance ? 1 : 0;
      count.struck++;
      count.red += bad ? 1 : 0;
    }
    for (String line : result.red()) {
      red.add(line + " | " + again(result));
      broken.merge(line.split(" ", 2)[0], 1L, Long::sum);
    }
  }

  /** How to see a run again, for a shell. */
  static String again(Result result) {
    return "scripts/lab again \"" + result.plan() + "\" --seed " + result.seed();
  }

  /** Of the passes that the story is about, the first is one thing and all later ones another. */
  private Count count(Result result, Blow blow) {
    int before = result.before().getOrDefault(blow.point(), 0);
    int hit = blow.hit() > before ? blow.hit() - before : blow.hit();
    Key key = new Key(blow.point(), blow.word(), Math.min(2, hit));
    return cells.computeIfAbsent(key, none -> new Count());
  }

  /** Threads that are there when all runs have ended. */
  void leaked(List<String> threads) {
    if (!threads.isEmpty()) {
      red.add("lab: threads of the dead are left over: " + threads);
    }
  }

  long crashes() {
    return crashes;
  }

  long runs() {
    return runs;
  }

  int reached() {
    return reached.size();
  }

  /** What came of it; too few crashes are as red as a point, or a way to strike there, left out. */
  PartReport report(int asked) {
    Set<String> unreached = Catalogue.points();
    unreached.removeAll(reached);
    List<String> lines = new ArrayList<>(red);
    unreached.forEach(point -> lines.add("point " + point + " was never reached"));
    if (asked >= Planner.SYSTEMATIC) {
      lines.addAll(unstruck());
    }
    if (crashes < asked) {
      lines.add("lab: %d crashes of %d".formatted(crashes, asked));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("crashes", crashes);
    counts.put("runs", runs);
    counts.put("lives", lives);
    counts.put("messages", messages);
    counts.put("effects", effects);
    counts.put("lost", broken("I1", "I8"));
    counts.put("doubled", broken("I2", "I5", "I6"));
    counts.put("disordered", broken("I3"));
    counts.put("points", (long) Catalogue.points().size());
    counts.put("unreached", (long) unreached.size());
    return new PartReport("points", seed, seconds(), counts, cells(), resumed, lines);
  }

  private long broken(String... invariants) {
    return Arrays.stream(invariants).mapToLong(each -> broken.getOrDefault(each, 0L)).sum();
  }

  /** Each point in each way at its first and at a later pass, and what else was planned by name. */
  private List<String> unstruck() {
    Set<Key> wanted = new TreeSet<>(cells.keySet());
    for (String point : Catalogue.points()) {
      for (Strike way : Catalogue.ways(point)) {
        for (int hit = 1; hit <= 2; hit++) {
          wanted.add(new Key(point, new Blow(point, hit, way).word(), hit));
        }
      }
    }
    return wanted.stream()
        .filter(key -> !cells.containsKey(key) || cells.get(key).struck == 0)
        .map(key -> "lab: %s#%d=%s has never happened".formatted(key.point, key.hit, key.way))
        .toList();
  }

  private List<Cell> cells() {
    return cells.entrySet().stream()
        .map(
            e ->
                new Cell(
                    e.getKey().point(),
                    e.getKey().way(),
                    e.getKey().hit(),
                    e.getValue().runs,
                    e.getValue().struck,
                    e.getValue().red))
        .toList();
  }

  private long seconds() {
    return (System.nanoTime() - began) / 1_000_000_000;
  }

  @Override
  public String toString() {
    return "%d runs, %d lives, %d crashes, %d red, %d s"
        .formatted(runs, lives, crashes, red.size(), seconds());
  }
}
