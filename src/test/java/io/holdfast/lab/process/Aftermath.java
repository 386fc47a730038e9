package io.holdfast.lab.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.holdfast.jar.QuickStart;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.oracle.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** What comes after a round with real processes, and what comes before the first one. */
public final class Aftermath {

  /** How much of what is red in a round is said. */
  private static final int SHOWN = 20;

  private static final List<String> DOUBLED = List.of("I2", "I5", "I6");
  private static final List<String> LOST = List.of("I1", "I8");

  private Aftermath() {}

  /** What is red of a round that has come to quiet; counts what is lost, doubled, disordered. */
  public static List<String> judge(
      List<History.Entry> history,
      Function<List<History.Entry>, List<Violation>> oracle,
      Tally tally) {
    List<String> red = new ArrayList<>();
    // Nothing that is said here may be refused for good.
    history.stream()
        .filter(entry -> entry.event() instanceof Event.Rejected)
        .forEach(entry -> red.add("I1 refused for good: " + entry.event()));
    for (Violation violation : oracle.apply(history)) {
      red.add(violation.invariant() + " " + violation.what());
      if (DOUBLED.contains(violation.invariant())) {
        tally.add("doubled");
      } else if (LOST.contains(violation.invariant())) {
        tally.add("lost");
      } else if (violation.invariant().equals("I3")) {
        tally.add("disordered");
      }
    }
    return red;
  }

  /** Writes all that was seen, a line each. */
  public static void save(Path directory, History history) throws IOException {
    Files.write(
        directory.resolve("history"),
        history.entries().stream()
            .map(entry -> TimeUnit.NANOSECONDS.toMillis(entry.at()) + " " + entry.event())
            .map(line -> line.length() > 400 ? line.substring(0, 400) + "…" : line)
            .toList());
  }

  /**
   * Says what is red, and gives it as it is reported.
   *
   * @param again by what it can be seen again
   */
  public static List<String> told(
      List<String> red, Path directory, String again, Consumer<String> progress) {
    red.stream().limit(SHOWN).forEach(progress);
    List<String> told = new ArrayList<>(red.stream().limit(SHOWN).toList());
    if (red.size() > SHOWN) {
      told.add("and " + (red.size() - SHOWN) + " more, see " + directory);
    }
    return told.stream().map(what -> what + again).toList();
  }

  /** A client that is cut off a thousand times need not say so a thousand times. */
  public static void quieten() {
    for (String name :
        List.of("net.impl.ConnectionBase", "http.impl.HttpClientConnectionInternal")) {
      ((Logger) LoggerFactory.getLogger("io.vertx.core." + name)).setLevel(Level.OFF);
    }
  }

  /** Options for the JVM of a gateway: those of {@code lab.jvm}, else some for a quick start. */
  public static List<String> jvm() {
    String options = System.getProperty("lab.jvm");
    return options == null
        ? QuickStart.options()
        : Arrays.stream(options.strip().split("\\s+")).filter(s -> !s.isEmpty()).toList();
  }
}
