package io.holdfast.lab.power;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.Scratch;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
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

  /** What else goes wrong while it works. */
  enum Strike {
    /** Nothing. */
    NONE,
    /** Syncs fail for a while, and it goes on. */
    SYNC_FAILS,
    /** A sync fails, and it is killed at once and started again. */
    SYNC_FAILS_AND_KILLED
  }

  private static final int LIVES = 3;
  private static final int FEW_LIVES = 2;
  private static final int FIRST_SYNCS = 20;
  private static final int MESSAGES = 80;
  private static final int FEW_MESSAGES = 40;
  private static final int LEAST_CUTS = 20;

  private final String before;
  private int lives = FEW_LIVES;
  private int messages = FEW_MESSAGES;

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
    if (effort.kills() >= Effort.full().kills()) {
      lives = LIVES;
      messages = MESSAGES;
    }
    int runs = Math.max(Strike.values().length, effort.kills() / 100);
    int cuts = Math.max(LEAST_CUTS, effort.kills() / 5);
    Map<String, Long> counts = new TreeMap<>();
    List<String> red = new ArrayList<>();
    Path home = Scratch.inMemory();
    Vertx vertx = Vertx.vertx();
    try {
      for (int i = 0; i < runs; i++) {
        long seed = effort.seed() + i;
        Path directory = Files.createDirectory(home.resolve("run-" + seed));
        Strike strike = Strike.values()[i % Strike.values().length];
        Run run = record(vertx, directory, seed, strike);
        Cuts.Result result =
            cut(vertx, run, home, cuts, seed, strike.name().toLowerCase(Locale.ROOT), counts, red);
        progress.accept(
            "power seed=%d strike=%s images=%d accepted=%d lost=%d"
                .formatted(seed, strike, result.images(), result.accepted(), result.lost()));
        keep(run, seed, result);
        Cuts.delete(directory);
      }
    } finally {
      vertx.close().await();
      Scratch.delete(home);
    }
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    return new PartReport(name(), effort.seed(), seconds, counts, List.of(), List.of(), red);
  }

  /** Has people write to a gateway that is killed, started, stopped and started again. */
  Run record(Vertx vertx, Path directory, long seed, Strike strike) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Patient patient = new Patient(directory, before, "{type: demo, pace: 1ms}")) {
      Crowd crowd = new Crowd(vertx, patient.port(), seed);
      for (int life = 1; life <= lives; life++) {
        Path file = directory.resolve("calls-" + life);
        files.add(file);
        boolean sick = life == 1 && strike != Strike.NONE;
        patient.start(sick ? failing(file, seed, strike) : Strace.recording(file));
        if (life == 1) {
          crowd.connect();
        }
        if (sick && strike == Strike.SYNC_FAILS_AND_KILLED) {
          sayUntilRefused(patient, crowd);
        } else {
          sayAll(patient, crowd);
        }
        patient.end(life % 2 == 1);
      }
      crowd.leave();
      return new Run(directory, patient.database(), files, crowd.accepted());
    }
  }

  /**
   * In the midst of the work. A few times one after the other; or, where it is killed for it, until
   * then, since the first ones may hit no message of a client, who would not be told.
   */
  private static List<String> failing(Path file, long seed, Strike strike) {
    int first = FIRST_SYNCS + new Random(seed).nextInt(FIRST_SYNCS);
    String when = first + (strike == Strike.SYNC_FAILS_AND_KILLED ? "+" : ".." + (first + 2));
    return Strace.failing(file, List.of("fsync:error=EIO:when=" + when), List.of());
  }

  /** Some after the other, and in the end more than have time to be answered. */
  private void sayAll(Patient patient, Crowd crowd) {
    int goal = crowd.said() + messages / 2;
    while (crowd.said() < goal) {
      crowd.say(8);
      int said = crowd.said();
      patient.await("accepted", () -> crowd.accepted().size() >= said);
    }
    crowd.say(messages / 4);
    int some = crowd.said() - messages / 8;
    patient.await("accepted", () -> crowd.accepted().size() >= some);
  }

  private static void sayUntilRefused(Patient patient, Crowd crowd) {
    while (crowd.refused() == 0) {
      crowd.say(4);
      int said = crowd.said();
      patient.await(
          "accepted or refused", () -> crowd.refused() > 0 || crowd.accepted().size() >= said);
    }
  }

  static Cuts.Result cut(
      Vertx vertx,
      Run run,
      Path home,
      int cuts,
      long seed,
      String strike,
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
    Luck.Kind limbo = Luck.Kind.values()[(int) (seed % Luck.Kind.values().length)];
    String name = "seed=%d strike=%s of a failed sync %s:".formatted(seed, strike, limbo);
    Cuts.Result result =
        new Cuts(calls, run.root(), run.database(), new Survivors(vertx), scratch)
            .run(cuts, seed, limbo, name);
    Cuts.delete(scratch);
    count(counts, "images", result.images());
    count(counts, "cuts", result.cuts());
    count(counts, "torn", result.torn());
    count(counts, "lost", result.lost());
    count(counts, "unsynced", result.unsynced());
    count(counts, "accepted", recorded.size());
    count(counts, "calls", calls.size());
    count(counts, "failed syncs", calls.stream().filter(PowerCuts::failed).count());
    red.addAll(result.red());
    return result;
  }

  private static boolean failed(Call call) {
    return call instanceof Call.Sync sync && sync.failed();
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
