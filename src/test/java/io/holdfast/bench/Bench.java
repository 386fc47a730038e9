package io.holdfast.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Measures the spine and prints what it found; {@code --json} as one object, {@code --quick} less.
 */
public final class Bench {

  /** A turn that takes the only place there is, so that what is accepted only waits. */
  private static final String BUSY = "demo: {type: demo, pace: 1h, max-turns: 1}";

  private static final String INSTANT = "demo: {type: demo, max-turns: 256}";
  private static final int RUNNING_TURNS = 10_000;
  private static final int IDLE_CONNECTIONS = 10_000;
  private static final int STEADY = 1_000;

  /**
   * What the project promises of its PostgreSQL store; a smaller machine says how much it bears.
   */
  private static final int HOT_TURNS = Integer.getInteger("bench.turns", 500);

  /** The part that takes long, and is run when it is named. */
  private static final String HOT = "hot";

  /** The part that measures nothing: it simulates, on what was measured before it. */
  private static final String SCALE = "scale";

  private final List<Figure> figures = new ArrayList<>();
  private final Pace pace;

  /** One of the things to measure. */
  private interface Part {
    void run() throws Exception;
  }

  private Bench(Pace pace) {
    this.pace = pace;
  }

  public static void main(String[] args) throws Exception {
    List<String> options = Arrays.asList(args);
    Bench bench = new Bench(Pace.of(options.contains("--quick")));
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("start", bench::start);
    parts.put("accepts", bench::accepts);
    parts.put("turns", bench::turns);
    parts.put("latency", bench::latency);
    parts.put("marks", bench::marks);
    parts.put("idle", bench::idle);
    parts.put("postgres", () -> new PostgresSpine(bench.pace, bench.figures).run());
    parts.put("nodes", () -> new Nodes(bench.pace, bench.figures).run());
    parts.put(HOT, bench::hot);
    if (options.stream().anyMatch(name -> parts.containsKey(name) || name.equals(SCALE))) {
      parts.keySet().retainAll(options);
    } else {
      parts.remove(HOT);
    }
    for (Part part : parts.values()) {
      part.run();
    }
    boolean publish = options.contains("--publish");
    if (publish || parts.isEmpty() || parts.containsKey("nodes")) {
      bench.scale(publish);
    }
    System.out.println(options.contains("--json") ? bench.json() : bench.table());
    System.exit(0);
  }

  private void scale(boolean publish) throws IOException {
    ScalePlan plan = new ScalePlan(figures);
    String simulated = plan.simulate();
    System.err.println(simulated);
    if (publish) {
      plan.publish(simulated);
    }
  }

  private void start() throws Exception {
    say("start to ready, " + pace.repeats() + " times");
    List<Double> ready = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int i = 0; i <= pace.repeats(); i++) {
      bare.add(bareJvm());
      try (Subject gateway = Subject.start(INSTANT)) {
        ready.add(gateway.readyMillis());
      }
    }
    double millis = Pace.median(ready.subList(1, ready.size()));
    double ratio = millis / Pace.median(bare.subList(1, bare.size()));
    figures.add(
        Figure.atMost(
            "ready_ms",
            millis,
            1_000,
            "start of the process to ready, ms, median of " + pace.repeats(),
            format("%.1f times `java -version`", ratio)));
  }

  private static double bareJvm() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    long begin = System.nanoTime();
    new ProcessBuilder(java, "-version").redirectErrorStream(true).start().waitFor();
    return (System.nanoTime() - begin) / 1e6;
  }

  private void accepts() throws Exception {
    say("durable accepts over WebSocket");
    Vertx vertx = Vertx.vertx();
    double accepts;
    int group;
    try (Subject gateway = Subject.start(BUSY)) {
      accepts = new Load(vertx).acceptsPerSecond(gateway.port(), pace.warmUp(), pace.measured());
      double operations = gateway.metric("holdfast_store_batch_sum");
      group = (int) Math.max(1, operations / gateway.metric("holdfast_store_batch_count"));
    }
    Load.await(vertx.close());
    say("the same inserts in a bare loop, " + group + " to a commit");
    double bare = BareLoop.acceptsPerSecond(group, pace.measured());
    figures.add(
        Figure.without(
            "accepts_per_s",
            accepts,
            "durable accepts over WebSocket a second",
            format("a bare loop of the same inserts: %.0f", bare)));
    figures.add(
        Figure.atLeast(
            "accepts_ratio",
            accepts / bare,
            0.4,
            "accepts against that loop",
            group + " to a commit in both"));
  }

  private void turns() throws Exception {
    say("full turns with an instant runner");
    Vertx vertx = Vertx.vertx();
    try (Subject gateway = Subject.start(INSTANT)) {
      Load load = new Load(vertx);
      double turns = load.turnsPerSecond(gateway.port(), pace.warmUp(), pace.measured());
      double micros = gateway.cpu().toNanos() / 1e3 / load.done();
      figures.add(
          Figure.atLeast(
              "turns_per_s",
              turns,
              3_000,
              "turns accepted, run, answered and acked a second",
              format("%.0f µs of the gateway's CPU each, ", micros)
                  + alone(figures, "accepts_per_s", turns)));
    }
    Load.await(vertx.close());
  }

  private void latency() throws Exception {
    say("accepts at " + STEADY + " messages a second");
    Vertx vertx = Vertx.vertx();
    try (Subject gateway = Subject.start(INSTANT)) {
      double[] sorted =
          new Load(vertx).latencies(gateway.port(), STEADY, pace.warmUp(), pace.measured());
      double half = sorted[sorted.length / 2];
      double most = sorted[(int) (sorted.length * 0.99)];
      String load = "at " + STEADY + " messages a second, their turns run too";
      figures.add(Figure.without("accept_p50_ms", half, "accept, median, ms", load));
      figures.add(
          Figure.atMost(
              "accept_p99_ms",
              most,
              10,
              "accept, 99th percentile, ms",
              format("%.1f times the median", most / half)));
    }
    Load.await(vertx.close());
  }

  private void marks() throws Exception {
    say("marking " + RUNNING_TURNS + " running turns, " + pace.repeats() + " times");
    Vertx vertx = Vertx.vertx();
    List<Double> millis = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    for (int i = 0; i < pace.repeats(); i++) {
      millis.add(Marks.millis(vertx, RUNNING_TURNS));
      one.add(Marks.millis(vertx, 1));
    }
    figures.add(
        Figure.atMost(
            "mark_10k_ms",
            Pace.median(millis),
            100,
            "a marker on each of 10,000 running turns, ms",
            format("%.0f times as long as for one", Pace.median(millis) / Pace.median(one))));
    Load.await(vertx.close());
  }

  private void idle() throws Exception {
    say(IDLE_CONNECTIONS + " idle connections");
    Vertx vertx = Vertx.vertx();
    try (Subject gateway = Subject.start(INSTANT)) {
      double before = gateway.residentMegabytes();
      Idle.connect(vertx, gateway.port(), IDLE_CONNECTIONS);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
      figures.add(
          Figure.atMost(
              "rss_10k_mb",
              gateway.residentMegabytes(),
              400,
              "resident memory with 10,000 idle connections, MB",
              format("%.0f MB with none", before)));
    }
    Load.await(vertx.close());
  }

  private void hot() throws Exception {
    say(HOT_TURNS + " turns a second on PostgreSQL beside those who read it, " + pace.hot());
    Hot.Found found = Hot.run(HOT_TURNS, pace.hot(), Bench::say);
    figures.add(
        Figure.atMost(
            "hot_queue",
            found.waiting(),
            2.0 * HOT_TURNS,
            "turns that wait at the end, of " + HOT_TURNS + " a second",
            format(
                "%.0f after the first stretch; %.0f turns in all", found.first(), found.turns())));
    figures.add(
        Figure.without(
            "hot_claim_ms",
            found.claimMillis(),
            "claim at the end, 99th percentile, ms",
            format("%.1f in the first stretch", found.firstClaimMillis())));
  }

  /** What share of another figure this is, where that was measured too. */
  static String alone(List<Figure> figures, String name, double value) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .map(figure -> format("%.2f of %s", value / figure.value(), name))
        .collect(Collectors.joining());
  }

  private String json() {
    return figures.stream().map(Figure::json).collect(Collectors.joining(",", "{", "}"));
  }

  private String table() {
    return "figure               value  aim      met what\n"
        + figures.stream().map(Figure::line).collect(Collectors.joining("\n"));
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  static void say(String what) {
    System.err.println("bench: " + what);
  }
}
