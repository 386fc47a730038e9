package io.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The figures of the page on scale: what was measured, and what a simulation makes of it. */
final class ScalePlan {

  static final Path PAGE = Path.of("src", "site", "markdown", "scale.md");

  /** A million sessions, ten messages of each a day, turns of six seconds on average. */
  static final Simulation.World WORLD = new Simulation.World(1_000_000, 10, 0.8, 2, 1.5, 1_800);

  private static final long SEED = 5;
  private static final int PLACES = 1_024;
  private static final List<Integer> SHARDS = List.of(1, 4, 16);
  private static final String MARK = "<!-- made by scripts/bench --publish: %s %s -->\n";
  private static final Pattern THROUGHPUT =
      Pattern.compile("`nodes(\\d)_turns_per_s` \\| ([\\d.]+) ");

  private final List<Figure> figures;

  ScalePlan(List<Figure> figures) {
    this.figures = figures;
  }

  /** The table of the simulation, on what was measured in this run, else on what the page says. */
  String simulate() throws IOException {
    TreeMap<Integer, Double> turns = measured();
    StringBuilder table = new StringBuilder();
    table.append(
        """
        | shards | nodes each | turns/s of a shard | database busy, busiest hour | wait for it p50 | p99 \
        | places taken, of | wait for one p50 | p99 |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """);
    for (int shards : SHARDS) {
      turns.forEach((nodes, rate) -> table.append(row(shards, nodes, rate)));
    }
    return table.toString();
  }

  private static String row(int shards, int nodes, double rate) {
    Bench.say("a day of " + shards + " shards with " + nodes + " nodes each");
    int places = nodes * PLACES;
    Simulation.Outcome outcome =
        new Simulation(WORLD, SEED).run(shards, new Simulation.Shard(1 / rate, places));
    return String.format(
        Locale.ROOT,
        "| %d | %d | %.0f | %.0f %% | %s | %s | %,d of %,d | %s | %s |%n",
        shards,
        nodes,
        rate,
        outcome.busiest() * 100,
        time(outcome.database().percentile(0.5)),
        time(outcome.database().percentile(0.99)),
        outcome.working(),
        places,
        time(outcome.place().percentile(0.5)),
        time(outcome.place().percentile(0.99)));
  }

  private static String time(double seconds) {
    if (seconds >= 3_600) {
      return String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds == 0 ? "0" : String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
  }

  private TreeMap<Integer, Double> measured() throws IOException {
    TreeMap<Integer, Double> turns = new TreeMap<>();
    Matcher found = THROUGHPUT.matcher(rows() + Files.readString(PAGE));
    while (found.find()) {
      double rate = Double.parseDouble(found.group(2));
      if (rate > 0) {
        turns.putIfAbsent(Integer.parseInt(found.group(1)), rate);
      }
    }
    if (turns.isEmpty()) {
      throw new IllegalStateException("nothing to simulate on: measure the nodes first");
    }
    return turns;
  }

  private String rows() {
    StringBuilder rows = new StringBuilder();
    figures.forEach(
        figure ->
            rows.append(
                String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s | %s |%n",
                    figure.name(),
                    Figure.brief(figure.value()),
                    figure.aim(),
                    figure.what(),
                    figure.comparison())));
    return rows.toString();
  }

  /** Puts the figures of this run, and {@code simulated}, in the places of those on the page. */
  void publish(String simulated) throws IOException {
    String page = Files.readString(PAGE);
    if (!figures.isEmpty()) {
      String head =
          "| figure | value | aim | what | in the same run |\n| --- | --- | --- | --- | --- |\n";
      page = between(page, "figures", "Measured on " + machine() + ".\n\n" + head + rows());
    }
    Files.writeString(PAGE, between(page, "simulation", simulated));
  }

  /** {@code page} with {@code text} between the marks of this name. */
  static String between(String page, String name, String text) {
    String begin = String.format(Locale.ROOT, MARK, name, "begin");
    String end = String.format(Locale.ROOT, MARK, name, "end");
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException("the page has no marks for " + name);
    }
    return page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to);
  }

  private static String machine() throws IOException {
    Optional<String> processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .max(Comparator.naturalOrder());
    return Runtime.getRuntime().availableProcessors()
        + " cores ("
        + processor.orElse("of an unknown kind")
        + "), which the nodes, the database and the clients share, JDK "
        + Runtime.version().feature();
  }
}
