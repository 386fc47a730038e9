package io.holdfast.lab.process;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.Scratch;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code processes}: rounds of strikes on the real jar, each judged by itself, so that
 * memory stays bounded. Wants the system property {@code holdfast.jar}; takes {@code lab.jvm}, the
 * options for its JVM. A round that is red leaves its directory behind; with {@code lab.keep} every
 * one does.
 */
public final class ProcessLoop implements Part {

  /** How many rounds go on side by side: one alone leaves a processor idle while its jar starts. */
  private static final int LANES = 2;

  private final Path home;

  /**
   * @param home where its rounds have their directories
   */
  public ProcessLoop(Path home) {
    this.home = home.toAbsolutePath();
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    long begin = System.nanoTime();
    Course course = new Course(effort);
    Vertx vertx = Vertx.vertx();
    Aftermath.quieten();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      Callable<Void> lane = () -> lane(course, vertx, begin, progress);
      for (var ended : lanes.invokeAll(Collections.nCopies(LANES, lane))) {
        ended.get();
      }
    } finally {
      lanes.shutdownNow();
      vertx.close().await(60, TimeUnit.SECONDS);
    }
    shares(course.tally());
    return new PartReport(
        name(),
        effort.seed(),
        seconds(begin),
        course.tally().counts(),
        List.of(),
        course.tally().resumeMillis(),
        course.red());
  }

  private @Nullable Void lane(Course course, Vertx vertx, long begin, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (var next = course.next(); next.isPresent(); next = course.next()) {
      Tally tally = new Tally();
      List<String> red = round(next.get(), vertx, tally, progress);
      progress.accept(course.ended(next.get(), tally, red) + ", " + seconds(begin) + " s");
    }
    return null;
  }

  /** What the chats were to do so often is told as they did it, in thousandths. */
  private static void shares(Tally tally) {
    share(tally, "poison", "tasks");
    share(tally, "cancels", "tasks");
    share(tally, "cancels of what ran", "tasks");
    share(tally, "duplicates", "messages");
  }

  private static void share(Tally tally, String what, String of) {
    tally.add(what + " in 1,000 " + of, tally.of(what) * 1_000 / Math.max(1, tally.of(of)));
  }

  private List<String> round(Course.Next next, Vertx vertx, Tally tally, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path directory = home.resolve("seed-" + next.seed());
    Scratch.delete(directory);
    Files.createDirectories(directory);
    List<String> red = new ArrayList<>();
    try (PrintWriter schedule =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("schedule")), true);
        Round round =
            new Round(directory, next.seed(), Aftermath.jvm(), vertx, tally, schedule::println)) {
      round.run(next.kills());
      Aftermath.save(directory, round.history());
      red.addAll(round.faults());
      red.addAll(Aftermath.judge(round.history().entries(), Oracle::judge, tally));
    }
    if (!red.isEmpty()) {
      String again =
          "; scripts/lab --only processes --kills " + next.kills() + " --seed " + next.seed();
      return Aftermath.told(red, directory, again, progress);
    }
    keepOddLines(directory);
    if (!Boolean.getBoolean("lab.keep")) {
      Scratch.delete(directory);
    }
    return red;
  }

  private void keepOddLines(Path directory) throws IOException {
    Path odd = directory.resolve("odd.log");
    if (Files.exists(odd)) {
      Files.move(
          odd, home.resolve(directory.getFileName() + ".odd"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static long seconds(long begin) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }
}
