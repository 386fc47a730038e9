package io.holdfast.lab.nodes;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.Scratch;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.lab.process.Aftermath;
import io.holdfast.lab.process.Tally;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The part {@code nodes}: rounds of disturbances of three real jars on one real PostgreSQL, each
 * judged by itself. Wants the system property {@code holdfast.jar}; takes {@code lab.jvm}, the
 * options for its JVM. A round that is red leaves its directory behind; with {@code lab.keep} every
 * one does.
 */
public final class NodesLoop implements Part {

  /** So many disturbances make a round. */
  private static final int ROUND = 55;

  private final Path home;
  private final String classes;

  /**
   * @param home for the server and the directories of the rounds
   */
  public NodesLoop(Path home) {
    this(home, "");
  }

  /**
   * @param classes the directory, absolute, of those that take the place of the jar's; empty for
   *     the gateway as it is
   */
  public NodesLoop(Path home, String classes) {
    this.home = home.toAbsolutePath();
    this.classes = classes;
  }

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    long begin = System.nanoTime();
    Tally tally = new Tally();
    for (String what : List.of("kills", "lost", "doubled", "disordered")) {
      tally.add(what, 0);
    }
    List<String> red = new ArrayList<>();
    Aftermath.quieten();
    Path postgres = home.resolve("postgres");
    Scratch.delete(postgres);
    Files.createDirectories(postgres);
    Vertx vertx = Vertx.vertx();
    try (Server server = Server.start(postgres)) {
      long seed = effort.seed();
      while (tally.of("disturbances") < effort.disturbances()) {
        int left = (int) (effort.disturbances() - tally.of("disturbances"));
        red.addAll(round(seed, Math.min(ROUND, left), server, vertx, tally, progress));
        tally.add("rounds");
        progress.accept(line(seed, tally, red) + ", " + seconds(begin) + " s");
        seed++;
      }
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
    Scratch.delete(postgres);
    return new PartReport(
        name(),
        effort.seed(),
        seconds(begin),
        tally.counts(),
        List.of(),
        tally.resumeMillis(),
        red);
  }

  private static String line(long seed, Tally tally, List<String> red) {
    return "seed %d: %d disturbances, %d messages, %d effects%s"
        .formatted(
            seed,
            tally.of("disturbances"),
            tally.of("messages"),
            tally.of("effects"),
            red.isEmpty() ? "" : ", " + red.size() + " red");
  }

  private List<String> round(
      long seed,
      int disturbances,
      Server server,
      Vertx vertx,
      Tally tally,
      Consumer<String> progress)
      throws Exception {
    Path directory = home.resolve("seed-" + seed);
    Scratch.delete(directory);
    Files.createDirectories(directory);
    String schema = "seed_" + seed;
    create(server, schema);
    List<String> red = new ArrayList<>();
    try (PrintWriter schedule =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("schedule")), true);
        Round round =
            new Round(directory, seed, server, schema, classes, vertx, tally, schedule::println)) {
      try {
        round.run(disturbances);
      } finally {
        Aftermath.save(directory, round.history());
      }
      red.addAll(round.faults());
      red.addAll(Aftermath.judge(round.judged(), Oracle::ofNodes, tally));
    }
    if (!red.isEmpty()) {
      String again =
          "; scripts/lab --only nodes --disturbances " + disturbances + " --seed " + seed;
      return Aftermath.told(red, directory, again, progress);
    }
    if (!Boolean.getBoolean("lab.keep")) {
      Scratch.delete(directory);
    }
    return red;
  }

  private static void create(Server server, String schema) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbc("public"))) {
      connection.createStatement().execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
      connection.createStatement().execute("CREATE SCHEMA " + schema);
    }
  }

  private static long seconds(long begin) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }
}
