package io.holdfast.lab.process;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Some dozens of disturbances on one gateway that works for its chats, and the quiet after them.
 * What happens follows from the seed as far as two processes can be made to do the same twice: the
 * disturbances and what is said do, the instants at which they meet do not.
 */
final class Round implements AutoCloseable {

  private static final int CHATS = 200;
  private static final int LINES = 4;
  private static final int POISON_OF = 19;
  private static final int POISONS_AT_ONCE = 6;
  private static final int BUSY_MILLIS = 700;
  private static final int POISON_MILLIS = 150;
  private static final int NO_POISON_MILLIS = 1_500;

  /** Longer than three heartbeats of two seconds, by which clients and the store are missed. */
  private static final int LONG_MILLIS = 7_000;

  private static final int PATIENCE_MILLIS = 180_000;

  private final Consumer<String> schedule;
  private final Tally tally;
  private final Random random;
  private final History history = new History();
  private final Subject gateway;
  private final Play play;
  private long poisonDue = Long.MAX_VALUE;
  private boolean strikesPoison;
  private boolean poisonWorks;

  /**
   * @param schedule gets each disturbance
   */
  Round(
      Path directory,
      long seed,
      List<String> jvm,
      Vertx vertx,
      Tally tally,
      Consumer<String> schedule)
      throws IOException {
    this.tally = tally;
    this.schedule = schedule;
    this.random = new Random(seed);
    this.gateway = new Subject(directory, jvm, history, tally);
    LedgerFile ledger = new LedgerFile(directory.resolve(Agents.LEDGER));
    this.play =
        new Play(
            new Play.Plot(CHATS, seed, POISON_OF, POISONS_AT_ONCE),
            Collections.nCopies(LINES, Door.of(gateway.port())),
            vertx,
            vertx.createWebSocketClient(),
            ledger,
            history,
            tally);
  }

  /** What is to be judged. */
  History history() {
    return history;
  }

  /** What went wrong beside the promises. */
  List<String> faults() {
    return gateway.faults();
  }

  /**
   * Disturbs it in each way and until so many were killed, then waits for quiet, which takes some
   * more kills, and looks at what is left.
   */
  void run(int kills) throws IOException, InterruptedException {
    long enough = tally.of("kills") + kills;
    Deck<Disturbance.Kind> deck =
        new Deck<>(random, List.of(Disturbance.Kind.values()), kind -> kind.weight);
    gateway.launch();
    while (tally.of("kills") < enough || !deck.hasShownAll()) {
      Disturbance.Kind kind = deck.next();
      Disturbance next = Disturbance.of(kind, deck.isFirst(), random);
      schedule.accept(next.toString());
      tally.add(next.kind().word());
      disturb(next);
    }
    quiet();
  }

  // ── disturbances ─────────────────────────────────────────────────────────────────────────────

  private void disturb(Disturbance what) throws IOException, InterruptedException {
    if (what.kind() == Disturbance.Kind.KILL_IN_BOOT) {
      inBoot(what.delay());
      return;
    }
    ready();
    if (what.kind() == Disturbance.Kind.KILL_AT_POISON) {
      atPoison();
      return;
    }
    int life = gateway.life();
    watch(BUSY_MILLIS, () -> play.isBusy() || gateway.life() != life);
    watch(what.delay(), () -> gateway.life() != life);
    if (gateway.life() != life) {
      return; // It has ended by itself, which is a fault.
    }
    switch (what.kind()) {
      case TERM -> term(life);
      case TERM_TWICE -> twice(life, what.second() / 4);
      case TERM_KILL -> termKill(life, what.second());
      case FREEZE -> freeze(life, what.second());
      case LONG_FREEZE -> freeze(life, LONG_MILLIS);
      case REDEPLOY -> redeploy(life);
      case REDEPLOY_KILL -> redeployKill(life, what.second() / 2);
      default -> kill();
    }
  }

  /** A boot begins with an end. */
  private void inBoot(int millis) throws IOException, InterruptedException {
    if (gateway.isReady()) {
      kill();
    }
    watch(millis, gateway::isReady);
    if (!gateway.isReady()) {
      tally.add("kills before ready");
    }
    kill();
  }

  private void atPoison() throws IOException, InterruptedException {
    int life = gateway.life();
    strikesPoison = true;
    watch(NO_POISON_MILLIS, () -> gateway.life() != life);
    strikesPoison = false;
    if (gateway.life() == life) {
      kill();
    }
  }

  private void kill() throws IOException, InterruptedException {
    play.killed();
    gateway.kill();
    play.go();
    gateway.killed();
    unpoisoned();
    gateway.launch();
  }

  private void term(int life) throws IOException, InterruptedException {
    gateway.leave();
    awaitEnd(life);
  }

  private void twice(int life, int millis) throws IOException, InterruptedException {
    gateway.leave();
    watch(millis, () -> isOver(life));
    if (!isOver(life)) {
      gateway.signal("TERM");
    }
    awaitEnd(life);
  }

  private void termKill(int life, int millis) throws IOException, InterruptedException {
    gateway.leave();
    watch(millis, () -> isOver(life));
    if (isOver(life)) {
      awaitEnd(life);
    } else {
      kill();
    }
  }

  private void freeze(int life, int millis) throws IOException, InterruptedException {
    gateway.signal("STOP");
    watch(millis, () -> isOver(life));
    if (!isOver(life)) {
      gateway.signal("CONT");
    }
  }

  private void redeploy(int life) throws IOException, InterruptedException {
    gateway.redeploy();
    if (!watch(PATIENCE_MILLIS, () -> isOver(life) || gateway.isRedeployed())) {
      gateway.fault("does not end a reload");
    }
  }

  private void redeployKill(int life, int millis) throws IOException, InterruptedException {
    gateway.redeploy();
    watch(millis, () -> isOver(life));
    if (!isOver(life)) {
      kill();
    }
  }

  private boolean isOver(int life) {
    return gateway.life() != life || !gateway.isAlive();
  }

  /** Waits for the end of that life and starts the next one, unless that has happened already. */
  private void awaitEnd(int life) throws IOException, InterruptedException {
    if (!watch(PATIENCE_MILLIS, () -> isOver(life))) {
      gateway.fault("does not end after SIGTERM");
      kill();
    } else if (gateway.life() == life) {
      gone();
      gateway.launch();
    }
  }

  /** The current life has ended by itself. */
  private void gone() throws IOException, InterruptedException {
    play.ended();
    play.go();
    gateway.gone();
    unpoisoned();
  }

  private void unpoisoned() {
    play.poisoned();
    poisonWorks = false;
    poisonDue = Long.MAX_VALUE;
  }

  private void ready() throws IOException, InterruptedException {
    if (!watch(PATIENCE_MILLIS, gateway::isReady)) {
      throw new IllegalStateException("life " + gateway.life() + " does not become ready");
    }
  }

  /** Lets the world go on, and strikes whoever works on poison, where that is to be. */
  private boolean watch(long millis, BooleanSupplier until)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!until.getAsBoolean()) {
      long now = System.nanoTime();
      if (now >= poisonDue) {
        tally.add("kills for poison");
        kill();
      } else if (now >= end) {
        return false;
      }
      play.go();
      gateway.isReady();
      if (gateway.hasDied()) {
        gone();
        gateway.launch();
      }
      if (play.poisoned()) {
        poisonWorks = true;
      }
      if (strikesPoison && poisonWorks && poisonDue == Long.MAX_VALUE) {
        int wait = 50 + random.nextInt(POISON_MILLIS);
        poisonDue = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
      }
    }
    return true;
  }

  // ── quiet ────────────────────────────────────────────────────────────────────────────────────

  private void quiet() throws IOException, InterruptedException {
    play.closing();
    strikesPoison = true;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    boolean quiet = false;
    while (!quiet && System.nanoTime() < end) {
      ready();
      watch(300, () -> false);
      quiet = play.isSettled() && gateway.isQuiet();
    }
    if (!quiet) {
      gateway.fault("does not come to quiet: " + gateway.underWay());
    }
    watch(200, () -> false);
    int life = gateway.life();
    gateway.leave();
    watch(PATIENCE_MILLIS, () -> isOver(life));
    gone();
    if (!gateway.endedInTime()) {
      gateway.fault("had nothing to wait for, and its watchdog had to end it");
    }
    history.add(new Event.Left(gateway.left()));
  }

  @Override
  public void close() {
    play.close();
    gateway.close();
  }
}
