package io.holdfast.lab.power;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Records what the real jar asks of its disk while people write to it, through a SIGKILL and a
 * clean stop, and then cuts the power at each moment of that: whatever else a disk holds, what a
 * client was told is on it.
 */
public final class PowerCuts implements Part {

  /**
   * One recording of a gateway, of several lives.
   *
   * @param root where it worked
   * @param database its database
   * @param files what was recorded, a file a life
   * @param accepted what its client was told
   */
  record Run(Path root, Path database, List<Path> files, Set<String> accepted) {}

  private static final int LIVES = 3;
  private static final int MESSAGES = 120;

  private final String before;

  /** The gateway as it is. */
  public PowerCuts() {
    this("");
  }

  /** A gateway with {@code before} in front of its jar on the class path: a mutant. */
  public PowerCuts(String before) {
    this.before = before;
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    long begin = System.nanoTime();
    int runs = Math.max(1, effort.kills() / 100);
    int cuts = Math.max(100, effort.kills() * 5 / runs);
    Map<String, Long> counts = new TreeMap<>();
    List<String> red = new ArrayList<>();
    Path home = memory();
    Vertx vertx = Vertx.vertx();
    try {
      for (int i = 0; i < runs; i++) {
        long seed = effort.seed() + i;
        Path directory = Files.createDirectory(home.resolve("run-" + seed));
        Run run = record(vertx, directory, seed, MESSAGES);
        Cuts.Result result = cut(vertx, run, home, cuts, seed, Luck.Kind.SOME, counts, red);
        progress.accept(
            "power seed=%d images=%d accepted=%d lost=%d"
                .formatted(seed, result.images(), result.accepted(), result.lost()));
        keep(run, seed, result);
        Cuts.delete(directory);
      }
    } finally {
      vertx.close().await();
      Cuts.delete(home);
    }
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    return new PartReport(name(), effort.seed(), seconds, counts, List.of(), List.of(), red);
  }

  /** A directory in memory where that can be had: nothing here needs a real disk. */
  static Path memory() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "holdfast-power")
        : Files.createTempDirectory("holdfast-power");
  }

  /** Has people write to a gateway that is killed, started, stopped and started again. */
  Run record(Vertx vertx, Path directory, long seed, int messages) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Patient patient = new Patient(directory, before, "{type: demo, pace: 1ms}")) {
      Crowd crowd = new Crowd(vertx, patient.port(), seed);
      for (int life = 1; life <= LIVES; life++) {
        Path file = directory.resolve("calls-" + life);
        files.add(file);
        patient.start(Strace.recording(file));
        if (life == 1) {
          crowd.connect();
        }
        int goal = crowd.said() + messages / 2;
        while (crowd.said() < goal) {
          crowd.say(8);
          int said = crowd.said();
          patient.await("accepted", () -> crowd.accepted().size() >= said);
        }
        crowd.say(messages / 4);
        int some = crowd.said() - messages / 8;
        patient.await("answered", () -> crowd.accepted().size() >= some);
        patient.end(life % 2 == 1);
      }
      crowd.leave();
      return new Run(directory, patient.database(), files, crowd.accepted());
    }
  }

  static Cuts.Result cut(
      Vertx vertx,
      Run run,
      Path home,
      int cuts,
      long seed,
      Luck.Kind limbo,
      Map<String, Long> counts,
      List<String> red)
      throws IOException {
    List<Call> calls = Recording.read(run.files());
    Set<String> recorded = new HashSet<>();
    for (Call call : calls) {
      if (call instanceof Call.Accepted told) {
        recorded.add(told.id());
      }
    }
    if (!recorded.containsAll(run.accepted())) {
      throw new IllegalStateException("the recording misses what clients were told");
    }
    Path scratch = Files.createTempDirectory(home, "images");
    Cuts.Result result =
        new Cuts(calls, run.root(), run.database(), new Survivors(vertx), scratch)
            .run(cuts, seed, limbo, "seed=" + seed);
    Cuts.delete(scratch);
    count(counts, "images", result.images());
    count(counts, "cuts", result.cuts());
    count(counts, "torn", result.torn());
    count(counts, "lost", result.lost());
    count(counts, "unsynced", result.unsynced());
    count(counts, "accepted", recorded.size());
    count(counts, "calls", calls.size());
    red.addAll(result.red());
    return result;
  }

  private static void count(Map<String, Long> counts, String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  /** What a red line speaks of, for whoever wants to see it again. */
  private static void keep(Run run, long seed, Cuts.Result result) throws IOException {
    if (result.red().isEmpty()) {
      return;
    }
    Path kept = Files.createDirectories(Path.of("target/lab/power"));
    for (Path file : run.files()) {
      Files.copy(
          file,
          kept.resolve("seed-" + seed + "-" + file.getFileName()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
