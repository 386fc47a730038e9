package io.holdfast.lab.process;

import io.holdfast.crash.RealGateway;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.History;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Some dozens of strikes on one gateway that works for its chats, and the quiet after them. What
 * happens follows from the seed as far as two processes can be made to do the same twice: the
 * strikes and what is said do, the instants at which they meet do not.
 */
final class Round implements AutoCloseable {

  private static final int CHATS = 200;
  private static final int BUSY_MILLIS = 700;
  private static final int POISON_MILLIS = 250;
  private static final int PATIENCE_MILLIS = 90_000;

  private final Path directory;
  private final Consumer<String> log;
  private final Tally tally;
  private final Random random;
  private final History history = new History();
  private final List<String> faults = new ArrayList<>();
  private final RealGateway gateway;
  private final Database database;
  private final Play play;
  private String stop = "";
  private boolean readyKnown;
  private boolean other;

  Round(Path directory, long seed, List<String> jvm, Vertx vertx, Tally tally, Consumer<String> log)
      throws IOException {
    this.directory = directory;
    this.tally = tally;
    this.log = log;
    this.random = new Random(seed);
    this.gateway = new RealGateway(directory, Agents.yaml(directory, false), jvm);
    this.database = new Database(directory.resolve("holdfast.db"));
    Agents.write(directory);
    LedgerFile ledger = new LedgerFile(directory.resolve(Agents.LEDGER));
    this.play = new Play(CHATS, seed, gateway.port(), vertx, ledger, history, tally);
  }

  /** What is to be judged. */
  History history() {
    return history;
  }

  /**
   * What went wrong beside the promises: a process that ended by itself, a quiet that never came.
   */
  List<String> faults() {
    return faults;
  }

  /** Strikes until so many were killed, then waits for quiet and looks at what is left. */
  void run(int kills) throws IOException, InterruptedException {
    long enough = tally.of("kills") + kills;
    int strikes = 0;
    launch();
    while (tally.of("kills") < enough) {
      if (strikes++ % 12 == 2) {
        play.poison(5, random);
      }
      Strike strike = Strike.next(random);
      log.accept(strike.toString());
      strike(strike);
    }
    quiet();
  }

  // ── strikes ──────────────────────────────────────────────────────────────────────────────────

  private void strike(Strike strike) throws IOException, InterruptedException {
    tally.add(strike.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (strike.kind() == Strike.Kind.KILL_IN_BOOT) {
      inBoot(strike);
      return;
    }
    ready();
    int life = gateway.lives();
    watch(BUSY_MILLIS, play::isBusy);
    watch(strike.delay(), () -> false);
    if (gateway.lives() != life) {
      return; // Poison was quicker.
    }
    switch (strike.kind()) {
      case TERM -> term();
      case TERM_TWICE -> twice(strike.second());
      case TERM_KILL -> termKill(strike.second());
      case FREEZE -> freeze(strike.second());
      case REDEPLOY -> redeploy();
      case REDEPLOY_KILL -> redeployKill(strike.second());
      default -> killAndLaunch();
    }
  }

  /** A boot begins with an end. */
  private void inBoot(Strike strike) throws IOException, InterruptedException {
    if (gateway.isReady()) {
      killAndLaunch();
    }
    watch(strike.delay(), gateway::isReady);
    if (!gateway.isReady()) {
      tally.add("kills before ready");
    }
    killAndLaunch();
  }

  private void term() throws IOException, InterruptedException {
    stop = "shutdown";
    gateway.signal("TERM");
    awaitEnd(gateway.lives());
  }

  private void twice(int millis) throws IOException, InterruptedException {
    stop = "shutdown";
    int life = gateway.lives();
    gateway.signal("TERM");
    watch(millis / 4, () -> gateway.lives() != life || !gateway.isAlive());
    if (gateway.lives() == life && gateway.isAlive()) {
      gateway.signal("TERM");
    }
    awaitEnd(life);
  }

  private void termKill(int millis) throws IOException, InterruptedException {
    stop = "shutdown";
    int life = gateway.lives();
    gateway.signal("TERM");
    watch(millis, () -> gateway.lives() != life || !gateway.isAlive());
    if (gateway.lives() != life) {
      return;
    }
    if (gateway.isAlive()) {
      killAndLaunch();
    } else {
      awaitEnd(life);
    }
  }

  private void freeze(int millis) throws IOException, InterruptedException {
    int life = gateway.lives();
    gateway.signal("STOP");
    watch(millis, () -> gateway.lives() != life);
    if (gateway.lives() == life) {
      gateway.signal("CONT");
    }
  }

  private void redeploy() throws IOException, InterruptedException {
    stop = "redeploy";
    other = !other;
    gateway.configure(Agents.yaml(directory, other));
    gateway.signal("HUP");
  }

  private void redeployKill(int millis) throws IOException, InterruptedException {
    redeploy();
    int life = gateway.lives();
    watch(millis / 2, () -> gateway.lives() != life);
    if (gateway.lives() == life) {
      killAndLaunch();
    }
  }

  // ── lives ────────────────────────────────────────────────────────────────────────────────────

  private void launch() throws IOException {
    stop = "";
    readyKnown = false;
    gateway.launch("");
    tally.add("lives");
  }

  private void killAndLaunch() throws IOException, InterruptedException {
    play.killed();
    gateway.kill();
    tally.add("kills");
    ended(How.KILLED);
    launch();
  }

  private void ended(How how) throws IOException, InterruptedException {
    play.go();
    history.add(new Event.Ended(gateway.lives(), how, stop, database.markers()));
    OddLines.of(gateway.log()).forEach(this::odd);
  }

  private void odd(String line) {
    tally.add("odd log lines");
    try {
      Files.writeString(
          directory.resolve("odd.log"),
          "life-" + gateway.lives() + ": " + line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready() throws IOException, InterruptedException {
    if (!watch(PATIENCE_MILLIS, gateway::isReady)) {
      throw new IllegalStateException("not ready: " + gateway.log());
    }
  }

  /** Waits for the end of that life and starts the next one, unless that has happened already. */
  private void awaitEnd(int life) throws IOException, InterruptedException {
    if (!watch(PATIENCE_MILLIS, () -> gateway.lives() != life || !gateway.isAlive())) {
      faults.add("life " + life + " does not end after SIGTERM");
      killAndLaunch();
    } else if (gateway.lives() == life) {
      gone();
      launch();
    }
  }

  /** The current life has ended by itself. */
  private void gone() throws IOException, InterruptedException {
    int code = gateway.awaitEnd();
    tally.add("exit " + code);
    if (stop.isEmpty() || (code != 0 && code != 70)) {
      faults.add("life " + gateway.lives() + " ended with exit code " + code);
    }
    play.ended();
    ended(code == 70 ? How.LATE : How.CLEAN);
  }

  /** Lets the world go on, and strikes whoever works on poison. */
  private boolean watch(long millis, BooleanSupplier until)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long poisonDue = Long.MAX_VALUE;
    while (!until.getAsBoolean()) {
      long now = System.nanoTime();
      if (now >= poisonDue) {
        tally.add("kills for poison");
        killAndLaunch();
        poisonDue = Long.MAX_VALUE;
      } else if (now >= end && poisonDue == Long.MAX_VALUE) {
        return false;
      }
      play.go();
      lookAtLife();
      if (play.poisoned() && poisonDue == Long.MAX_VALUE) {
        int wait = 50 + random.nextInt(POISON_MILLIS);
        poisonDue = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
      }
    }
    return true;
  }

  private void lookAtLife() throws IOException, InterruptedException {
    if (!readyKnown && gateway.isReady()) {
      readyKnown = true;
      history.add(new Event.Ready(gateway.lives()));
    }
    if (!gateway.isAlive() && stop.isEmpty()) {
      gone();
      launch();
    }
  }

  // ── quiet ────────────────────────────────────────────────────────────────────────────────────

  private void quiet() throws IOException, InterruptedException {
    play.closing();
    boolean quiet = false;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!quiet && System.nanoTime() < end) {
      ready();
      watch(300, () -> false);
      quiet = gateway.isReady() && play.isSettled() && database.quiet();
    }
    if (!quiet) {
      faults.add("no quiet: " + database.open());
    }
    watch(200, () -> false);
    stop = "shutdown";
    gateway.signal("TERM");
    int life = gateway.lives();
    watch(PATIENCE_MILLIS, () -> !gateway.isAlive() || gateway.lives() != life);
    gone();
    history.add(new Event.Left(left()));
  }

  private Map<String, Integer> left() throws IOException {
    Map<String, Integer> left = database.left();
    left.put("processes", Agents.programs(directory));
    left.put("temporary files", gateway.leftInTemporaryDirectory().size());
    return left;
  }

  @Override
  public void close() {
    play.close();
    gateway.destroy();
  }
}
