package io.holdfast.bench;

import io.holdfast.store.postgres.PostgresStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Turns on PostgreSQL at a steady rate, beside transactions that look at everything and keep what
 * they saw from being cleaned up: what is dead in the tables grows, what waits must not.
 */
final class Hot {

  /**
   * How long.
   *
   * @param stretch what is told of at a time
   * @param held how long each of those transactions stays open; there are always two of them
   */
  record Extent(Duration stretch, int stretches, Duration held) {

    static final Extent FULL = new Extent(Duration.ofMinutes(1), 10, Duration.ofMinutes(2));
    static final Extent SHORT = new Extent(Duration.ofSeconds(5), 4, Duration.ofSeconds(10));

    @Override
    public String toString() {
      return "%d times %d s, transactions of %d s"
          .formatted(stretches, stretch.toSeconds(), held.toSeconds());
    }
  }

  /**
   * What was found.
   *
   * @param waiting turns that had not ended at the end
   * @param first the same after the first stretch
   * @param turns that ended in all
   */
  record Found(
      double waiting, double first, double turns, double claimMillis, double firstClaimMillis) {}

  private static final String TABLES =
      """
      SELECT regexp_replace(relname, '_\\d+$', ''), CAST(sum(n_tup_upd) AS bigint),
        CAST(sum(n_tup_hot_upd) AS bigint), CAST(sum(n_dead_tup) AS bigint),
        CAST(sum(pg_total_relation_size(relid)) / 1000000 AS bigint)
      FROM pg_stat_user_tables
      WHERE schemaname = current_schema() AND n_tup_ins + n_tup_upd > 0
      GROUP BY 1 ORDER BY 5 DESC, 1
      """;

  private Hot() {}

  static Found run(int rate, Extent extent, Consumer<String> say) throws IOException {
    String own = System.getenv("HOLDFAST_TEST_PG");
    if (own != null) {
      return on(own, rate, extent, say);
    }
    // What starts it for tests has it forget about the disk.
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      String uri = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
      return on(uri, rate, extent, say);
    }
  }

  private static Found on(String server, int rate, Extent extent, Consumer<String> say) {
    Vertx vertx = Vertx.vertx();
    PgConnection operator = Load.await(PgConnection.connect(vertx, server));
    String schema = "bench_" + System.nanoTime();
    Load.await(operator.query("CREATE SCHEMA " + schema).execute());
    Load.await(operator.query("SET search_path = " + schema).execute());
    String uri = server + (server.contains("?") ? "&" : "?") + "search_path=" + schema;
    try {
      return measure(vertx, uri, operator, rate, extent, say);
    } finally {
      Load.await(operator.query("DROP SCHEMA " + schema + " CASCADE").execute());
      Load.await(vertx.close());
    }
  }

  private static Found measure(
      Vertx vertx,
      String uri,
      PgConnection operator,
      int rate,
      Extent extent,
      Consumer<String> say) {
    HotTurns turns =
        new HotTurns(
            vertx,
            bells ->
                Load.await(
                    PostgresStore.open(
                        vertx,
                        PostgresStore.Access.of(uri),
                        Duration.ofSeconds(6),
                        bells,
                        new SimpleMeterRegistry())));
    HotReaders readers = new HotReaders(vertx, uri, extent.held());
    turns.begin(rate);
    Wal log = new Wal(operator);
    List<HotTurns.Sample> samples = new ArrayList<>();
    for (int i = 0; i < extent.stretches(); i++) {
      pause(extent.stretch());
      HotTurns.Sample sample = turns.sample();
      samples.add(sample);
      say.accept(line(i + 1, sample, readers.finished()) + log.written());
      tables(operator).forEach(say);
    }
    readers.end();
    turns.end();
    HotTurns.Sample first = samples.get(0);
    HotTurns.Sample last = samples.get(samples.size() - 1);
    return new Found(
        last.waiting(), first.waiting(), last.ended(), last.claimMillis(), first.claimMillis());
  }

  private static String line(int stretch, HotTurns.Sample sample, int readers) {
    return String.format(
        Locale.ROOT,
        "%d: %d turns ended, %d wait, claim p50 %.1f ms, p99 %.1f ms, %d transactions have looked",
        stretch,
        sample.ended(),
        sample.waiting(),
        sample.claimHalfMillis(),
        sample.claimMillis(),
        readers);
  }

  /** What the database writes before all else, and when it has put it where it belongs. */
  private static final class Wal {

    private static final String PLACE =
        """
        SELECT CAST(pg_current_wal_insert_lsn() - '0/0' AS bigint),
          (SELECT CAST(checkpoint_lsn AS text) FROM pg_control_checkpoint())
        """;

    private final PgConnection operator;
    private Row before;

    private Wal(PgConnection operator) {
      this.operator = operator;
      this.before = place();
    }

    private Row place() {
      return Load.await(operator.query(PLACE).execute()).iterator().next();
    }

    /** Since it was asked last. */
    private String written() {
      Row now = place();
      long megabytes = (now.getLong(0) - before.getLong(0)) / 1_000_000;
      boolean checkpoint = !now.getString(1).equals(before.getString(1));
      before = now;
      return ", " + megabytes + " MB of log" + (checkpoint ? ", a checkpoint" : "");
    }
  }

  private static List<String> tables(PgConnection operator) {
    List<String> lines = new ArrayList<>();
    for (Row row : Load.await(operator.query(TABLES).execute())) {
      long updates = row.getLong(1);
      Optional<Double> hot =
          updates == 0 ? Optional.empty() : Optional.of(100.0 * row.getLong(2) / updates);
      lines.add(
          String.format(
              Locale.ROOT,
              "   %-10s %6d MB, %8d updates, HOT %4s, %8d dead",
              row.getString(0),
              row.getLong(4),
              updates,
              hot.map(share -> String.format(Locale.ROOT, "%.0f %%", share)).orElse("-"),
              row.getLong(3)));
    }
    return lines;
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }
}
