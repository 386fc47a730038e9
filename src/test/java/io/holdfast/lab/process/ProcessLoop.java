package io.holdfast.lab.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.holdfast.crash.QuickStart;
import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.lab.oracle.Violation;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The part {@code processes}: rounds of strikes on the real jar, each judged by itself, so that
 * memory stays bounded. Wants the system property {@code holdfast.jar}; takes {@code lab.jvm}, the
 * options for its JVM. A round that is red leaves its directory behind; with {@code lab.keep} every
 * one does.
 */
public final class ProcessLoop implements Part {

  /** How many rounds go on side by side: one alone leaves a processor idle while its jar starts. */
  private static final int LANES = 2;

  /** How much of what is red in a round is said. */
  private static final int SHOWN = 20;

  private static final List<String> DOUBLED = List.of("I2", "I5", "I6");
  private static final List<String> LOST = List.of("I1", "I8");

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
    quieten();
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
    remove(directory);
    Files.createDirectories(directory);
    List<String> red = new ArrayList<>();
    try (PrintWriter schedule =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("schedule")), true);
        Round round = new Round(directory, next.seed(), jvm(), vertx, tally, schedule::println)) {
      round.run(next.kills());
      save(directory, round);
      judge(round, tally, red);
    }
    if (red.isEmpty()) {
      keepOddLines(directory);
      if (!Boolean.getBoolean("lab.keep")) {
        remove(directory);
      }
      return red;
    }
    red.stream().limit(SHOWN).forEach(progress);
    if (red.size() > SHOWN) {
      red.set(SHOWN, "and " + (red.size() - SHOWN) + " more, see " + directory);
    }
    return red.stream()
        .limit(SHOWN + 1)
        .map(
            what ->
                what
                    + "; scripts/lab --only processes --kills "
                    + next.kills()
                    + " --seed "
                    + next.seed())
        .toList();
  }

  private static void judge(Round round, Tally tally, List<String> red) {
    round.faults().forEach(red::add);
    // Nothing that is said here may be refused for good.
    round.history().entries().stream()
        .filter(entry -> entry.event() instanceof Event.Rejected)
        .forEach(entry -> red.add("I1 refused for good: " + entry.event()));
    for (Violation violation : Oracle.judge(round.history().entries())) {
      red.add(violation.invariant() + " " + violation.what());
      if (DOUBLED.contains(violation.invariant())) {
        tally.add("doubled");
      } else if (LOST.contains(violation.invariant())) {
        tally.add("lost");
      } else if (violation.invariant().equals("I3")) {
        tally.add("disordered");
      }
    }
  }

  private static void save(Path directory, Round round) throws IOException {
    Files.write(
        directory.resolve("history"),
        round.history().entries().stream()
            .map(entry -> TimeUnit.NANOSECONDS.toMillis(entry.at()) + " " + entry.event())
            .map(line -> line.length() > 400 ? line.substring(0, 400) + "…" : line)
            .toList());
  }

  private void keepOddLines(Path directory) throws IOException {
    Path odd = directory.resolve("odd.log");
    if (Files.exists(odd)) {
      Files.move(
          odd, home.resolve(directory.getFileName() + ".odd"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A client that is cut off a thousand times need not say so a thousand times. */
  private static void quieten() {
    for (String name :
        List.of("net.impl.ConnectionBase", "http.impl.HttpClientConnectionInternal")) {
      ((Logger) LoggerFactory.getLogger("io.vertx.core." + name)).setLevel(Level.OFF);
    }
  }

  private static List<String> jvm() {
    String options = System.getProperty("lab.jvm");
    return options == null
        ? QuickStart.options()
        : Arrays.stream(options.strip().split("\\s+")).filter(s -> !s.isEmpty()).toList();
  }

  private static long seconds(long begin) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
