package io.holdfast.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one gateway does on PostgreSQL, beside what pgbench does with the same statements. */
final class PostgresSpine {

  private static final String BUSY = "demo: {type: demo, pace: 1h, max-turns: 1}";
  private static final String INSTANT = "demo: {type: demo, max-turns: 256}";
  private static final int STEADY = 200;

  private final Pace pace;
  private final List<Figure> figures;

  PostgresSpine(Pace pace, List<Figure> figures) {
    this.pace = pace;
    this.figures = figures;
  }

  void run() throws Exception {
    ratio(turns());
    accepts();
    latency();
  }

  private void accepts() throws Exception {
    Bench.say("durable accepts, on PostgreSQL");
    Vertx vertx = Vertx.vertx();
    try (Database database = Database.create();
        Subject gateway = Subject.start(database.store(), BUSY)) {
      double accepts =
          new Load(vertx).acceptsPerSecond(gateway.port(), pace.warmUpOf(2), pace.measured());
      figures.add(
          Figure.without(
              "pg_accepts_per_s",
              accepts,
              "durable accepts over WebSocket a second, on PostgreSQL",
              commits(gateway) + Bench.alone(figures, "accepts_per_s", accepts)));
    }
    Load.await(vertx.close());
  }

  private double turns() throws Exception {
    Bench.say("full turns with an instant runner, on PostgreSQL");
    Vertx vertx = Vertx.vertx();
    try (Database database = Database.create();
        Subject gateway = Subject.start(database.store(), INSTANT)) {
      Load load = new Load(vertx);
      double before = database.cpuSeconds();
      double turns = load.turnsPerSecond(gateway.port(), pace.warmUpOf(2), pace.measured());
      double micros = gateway.cpu().toNanos() / 1e3 / load.done();
      double server = (database.cpuSeconds() - before) * 1e6 / load.done();
      figures.add(
          Figure.without(
              "pg_turns_per_s",
              turns,
              "turns accepted, run, answered and acked a second, on PostgreSQL",
              format("%.0f µs of the gateway's CPU and %.0f of the server's each; ", micros, server)
                  + commits(gateway)
                  + Bench.alone(figures, "turns_per_s", turns)));
      return turns;
    } finally {
      Load.await(vertx.close());
    }
  }

  private static String commits(Subject gateway) throws Exception {
    double count = gateway.metric("holdfast_store_commit_seconds_count");
    return format(
        "%.0f operations and %.1f ms to a commit, ",
        gateway.metric("holdfast_store_batch_sum") / count,
        gateway.metric("holdfast_store_commit_seconds_sum") * 1e3 / count);
  }

  private void latency() throws Exception {
    Bench.say("accepts at " + STEADY + " messages a second, on PostgreSQL");
    Vertx vertx = Vertx.vertx();
    try (Database database = Database.create();
        Subject gateway = Subject.start(database.store(), INSTANT)) {
      double[] sorted =
          new Load(vertx).latencies(gateway.port(), STEADY, pace.warmUpOf(2), pace.measured());
      double half = sorted[sorted.length / 2];
      double most = sorted[(int) (sorted.length * 0.99)];
      String load = "at " + STEADY + " messages a second, their turns run too";
      figures.add(
          Figure.without("pg_accept_p50_ms", half, "accept, median, ms, on PostgreSQL", load));
      figures.add(
          Figure.without(
              "pg_accept_p99_ms",
              most,
              "accept, 99th percentile, ms, on PostgreSQL",
              format("%.1f times the median", most / half)));
    }
    Load.await(vertx.close());
  }

  private void ratio(double turns) throws Exception {
    Optional<Path> program = PgBench.program();
    if (program.isEmpty()) {
      Bench.say("no pgbench to compare with: install PostgreSQL's own, as postgresql-contrib");
      return;
    }
    Bench.say("the same statements by pgbench");
    figures.add(PgBench.ratio(turns, program.get(), pace.measured()));
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
