package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.process.Agents;
import io.holdfast.lab.process.Deck;
import io.holdfast.lab.process.Door;
import io.holdfast.lab.process.LedgerFile;
import io.holdfast.lab.process.Leftovers;
import io.holdfast.lab.process.OddLines;
import io.holdfast.lab.process.Play;
import io.holdfast.lab.process.Tally;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Some dozens of disturbances of three nodes that work for their chats, some of them at the same
 * time, and the quiet after them. As in a round of one process, the disturbances and what is said
 * follow from the seed; the instants at which they meet do not.
 */
final class Round implements AutoCloseable {

  private static final int NODES = 3;
  private static final int LINES = 6;
  private static final int CHATS = 80;
  private static final int POISON_OF = 60;
  private static final int POISONS_AT_ONCE = 1;

  /** Between two disturbances, in milliseconds. */
  private static final int SHORTEST = 500;

  private static final int LONGEST = 2_500;
  private static final int MOST_LATE = 400;

  /** How long a node works on poison before it is killed. */
  private static final int POISON_MILLIS = 400;

  /** A client takes a node that sends nothing for so many seconds, two heartbeats, for lost. */
  private static final int SILENT_SECONDS = 5;

  private static final int PATIENCE_MILLIS = 180_000;
  private static final int MANY_FAULTS = 5;

  /** Whoever had to be ended by his own watchdog. */
  private static final int WATCHDOG = 70;

  /** One life of so many ends by itself at one of the points of a take-over. */
  private static final int ARMED_OF = 4;

  private static final List<String> TAKE_OVER =
      List.of("store.takeOver.before", "store.takeOver.after");

  /** A take-over is looked for every second. */
  private static final int SECONDS = 12;

  private final Path directory;
  private final Path ledger;
  private final Server server;
  private final Consumer<String> schedule;
  private final Tally tally;
  private final Random random;
  private final Agenda agenda = new Agenda();
  private final History history = new History();
  private final Fenced fenced = new Fenced();
  private final Takeovers takeovers;
  private final List<String> faults = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final Leftovers database;
  private final Play play;
  private boolean databaseBusy;
  private boolean closing;

  /**
   * @param schema of the database, which is empty
   * @param schedule gets each disturbance
   */
  Round(
      Path directory,
      long seed,
      Server server,
      String schema,
      String classes,
      Vertx vertx,
      Tally tally,
      Consumer<String> schedule)
      throws Exception {
    this.directory = directory;
    this.ledger = directory.resolve(Agents.LEDGER);
    this.server = server;
    this.schedule = schedule;
    this.tally = tally;
    this.random = new Random(seed);
    this.takeovers = new Takeovers(tally);
    this.database = new Leftovers(server.jdbc(schema));
    for (int i = 1; i <= NODES; i++) {
      Path home = directory.resolve("node-" + i);
      Way way = new Way(vertx, server.port());
      members.add(new Member("node-" + i, home, ledger, schema, way, classes));
    }
    List<Integer> ports = members.stream().map(Member::port).toList();
    List<Door> doors = IntStream.range(0, LINES).<Door>mapToObj(i -> new Doors(ports, i)).toList();
    this.play =
        new Play(
            new Play.Plot(CHATS, seed, POISON_OF, POISONS_AT_ONCE),
            doors,
            vertx,
            vertx.createWebSocketClient(
                new WebSocketClientOptions().setReadIdleTimeout(SILENT_SECONDS)),
            new LedgerFile(ledger),
            history,
            tally);
    play.witness(takeovers::effect);
  }

  /** All that was seen. */
  History history() {
    return history;
  }

  /** What is to be judged of it. */
  List<History.Entry> judged() {
    List<History.Entry> all = history.entries();
    tally.add("late effects of fenced attempts", fenced.late(all).size());
    return fenced.judged(all);
  }

  /** What went wrong beside the promises. */
  List<String> faults() {
    return faults;
  }

  /** Disturbs them so often and in each way, then waits for quiet, and looks at what is left. */
  void run(int disturbances) throws IOException, InterruptedException {
    long enough = tally.of("disturbances") + disturbances;
    Deck<Kind> deck = new Deck<>(random, List.of(Kind.values()), kind -> kind.weight);
    for (Member member : members) {
      member.launch("");
    }
    await("does not become ready", () -> members.stream().allMatch(Member::isReady));
    while (tally.of("disturbances") < enough || !deck.hasShownAll()) {
      watch(SHORTEST + random.nextInt(LONGEST - SHORTEST), () -> false);
      disturb(deck.next());
    }
    quiet();
  }

  // ── disturbances ─────────────────────────────────────────────────────────────────────────────

  private void disturb(Kind kind) throws IOException, InterruptedException {
    int length = kind.length(random);
    if (kind == Kind.DATABASE) {
      await("leaves no database to be struck", () -> !databaseBusy);
      told(kind, "the database", length);
      database(length);
      return;
    }
    await("leaves no node to be struck", () -> members.stream().anyMatch(Member::isIdle));
    Member member = chosen(kind);
    told(kind, member.name + " life " + member.life(), length);
    member.busy(true);
    switch (kind) {
      case KILL -> kill(member, length);
      case FREEZE -> freeze(member, length);
      case DRAIN -> drain(member, length);
      case CUT -> {
        member.way.cut();
        agenda.in(length, () -> mended(member, true));
      }
      case SILENCE -> {
        boolean end = random.nextInt(3) > 0;
        member.way.fallSilent();
        agenda.in(length, () -> mended(member, end));
      }
      case DELAY -> {
        member.way.slowDown(1 + random.nextInt(MOST_LATE));
        agenda.in(length, () -> mended(member, false));
      }
      default -> throw new IllegalStateException("unknown: " + kind);
    }
  }

  private void told(Kind kind, String what, int length) {
    schedule.accept(kind.word() + " " + what + " for " + length);
    history.add(new Event.Struck(what + " " + kind.word(), "fail"));
    tally.add("disturbances");
    tally.add("disturbances: " + kind.word());
  }

  /** Where somebody works on poison, he is the first to be killed. */
  private Member chosen(Kind kind) {
    List<Member> idle = members.stream().filter(Member::isIdle).toList();
    Optional<Member> poisoned =
        kind == Kind.KILL
            ? idle.stream().filter(this::worksOnPoison).findFirst()
            : Optional.empty();
    return poisoned.orElseGet(() -> idle.get(random.nextInt(idle.size())));
  }

  private boolean worksOnPoison(Member member) {
    String sql =
        "SELECT count(*) FROM turn WHERE state = 'RUNNING' AND runner = 'slow' AND node = '%s'";
    try {
      return database.count(sql.formatted(member.id())) > 0;
    } catch (IllegalStateException away) {
      return false;
    }
  }

  private void kill(Member member, int length) throws IOException, InterruptedException {
    takeovers.cut(running(member));
    member.kill();
    tally.add("kills");
    ended(member, Event.How.KILLED);
    agenda.in(length, () -> launch(member));
  }

  private void freeze(Member member, int length) throws IOException, InterruptedException {
    member.freeze();
    hold(member);
    agenda.in(
        length,
        () -> {
          member.wake();
          member.busy(false);
        });
  }

  private void hold(Member member) {
    int place = history.entries().size();
    running(member).forEach((turn, attempt) -> fenced.hold(turn, attempt, place));
  }

  private void drain(Member member, int length) throws IOException, InterruptedException {
    boolean atRest = closing;
    member.leave();
    agenda.when(
        () -> !member.isAlive(),
        () -> {
          left(member, atRest);
          agenda.in(length, () -> launch(member));
        });
  }

  /**
   * A stop ends by itself. By its watchdog only one that began under way, when the database or the
   * machine may not have given it what it needs within its budget.
   */
  private void left(Member member, boolean atRest) throws IOException, InterruptedException {
    int code = member.awaitEnd();
    tally.add("exit " + code);
    boolean excused = code == WATCHDOG && !atRest;
    if (code != 0 && !excused && !member.isStruck()) {
      fault(member, "ended with exit code " + code + " after SIGTERM");
    }
    ended(member, code == 0 ? Event.How.CLEAN : Event.How.LATE);
  }

  private void launch(Member member) throws IOException {
    boolean armed = !closing && random.nextInt(ARMED_OF) == 0;
    String point = TAKE_OVER.get(random.nextInt(2)) + "#" + (1 + random.nextInt(SECONDS));
    member.launch(armed ? point : "");
    member.busy(false);
    tally.add("lives");
  }

  /** It has ended though nobody has done anything to it now. */
  private void died(Member member) throws IOException, InterruptedException {
    int code = member.awaitEnd();
    if (member.isStruck()) {
      tally.add("kills");
      tally.add("kills in a take-over");
      ended(member, Event.How.KILLED);
    } else {
      fault(member, "ended by itself with exit code " + code);
      ended(member, Event.How.LATE);
    }
    launch(member);
  }

  private void mended(Member member, boolean end) {
    member.way.open(end);
    member.busy(false);
  }

  private void database(int length) throws IOException, InterruptedException {
    databaseBusy = true;
    server.stop();
    agenda.in(
        length,
        () -> {
          server.start();
          databaseBusy = false;
        });
  }

  private Map<String, Integer> running(Member member) {
    Map<String, Integer> running = new java.util.HashMap<>();
    try {
      database.rows(
          "SELECT id, attempt FROM turn WHERE state = 'RUNNING' AND node = '" + member.id() + "'",
          row -> running.put(row.getString(1), row.getInt(2)));
    } catch (IllegalStateException away) {
      tally.add("database not asked");
    }
    return running;
  }

  /** A life has ended; nothing that is only so within one life is judged. */
  private void ended(Member member, Event.How how) throws IOException {
    history.add(new Event.Ended(member.life(), how, "", Map.of()));
    history.add(new Event.Struck(member.name, "delay"));
    keepOddLines(member);
  }

  private void keepOddLines(Member member) throws IOException {
    List<String> odd =
        OddLines.of(member.log()).stream()
            .map(line -> member.name + " life " + member.life() + ": " + line)
            .toList();
    tally.add("odd log lines", odd.size());
    Files.write(
        directory.resolve("odd.log"), odd, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void fault(Member member, String what) {
    fault(member.name + " life " + member.life() + " " + what);
  }

  private void fault(String what) {
    faults.add(what);
    if (faults.size() > MANY_FAULTS) {
      throw new IllegalStateException(String.join("; ", faults));
    }
  }

  // ── time goes on ─────────────────────────────────────────────────────────────────────────────

  private void await(String fault, BooleanSupplier until) throws IOException, InterruptedException {
    if (!watch(PATIENCE_MILLIS, until)) {
      throw new IllegalStateException(fault);
    }
  }

  /** Lets the world go on. */
  private boolean watch(long millis, BooleanSupplier until)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!until.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      play.go();
      agenda.go();
      for (Member member : members) {
        if (member.hasDied()) {
          died(member);
        }
      }
    }
    return true;
  }

  // ── quiet ────────────────────────────────────────────────────────────────────────────────────

  private void quiet() throws IOException, InterruptedException {
    closing = true;
    play.closing();
    await("does not come to its end", agenda::isEmpty);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    boolean quiet = false;
    while (!quiet && System.nanoTime() < end) {
      await("does not become ready", () -> members.stream().allMatch(Member::isIdle));
      watch(300, () -> false);
      Optional<Member> poisoned = members.stream().filter(this::worksOnPoison).findFirst();
      if (poisoned.isPresent()) {
        watch(random.nextInt(POISON_MILLIS), () -> false);
        poisoned.get().busy(true);
        tally.add("kills for poison");
        kill(poisoned.get(), 0);
      }
      // Who was killed just now is not armed in its next life, and is not to begin that twice.
      Optional<Member> armed =
          members.stream().filter(Member::isIdle).filter(Member::isArmed).findFirst();
      if (armed.isPresent()) {
        // It would end by itself, perhaps with nobody left to clear up behind it.
        armed.get().busy(true);
        kill(armed.get(), 0);
      }
      await("does not come to its end", agenda::isEmpty);
      quiet = armed.isEmpty() && play.isSettled() && isQuiet();
    }
    if (!quiet) {
      fault("does not come to quiet: " + database.underWay());
    }
    leave();
  }

  /** Nothing is under way, and whoever died is known to be dead. */
  private boolean isQuiet() {
    return database.isQuiet() && database.left().get("nodes") == NODES;
  }

  /** All at once, with nothing to wait for. */
  private void leave() throws IOException, InterruptedException {
    for (Member member : members) {
      member.busy(true);
      drain(member, 0);
    }
    agenda.close(); // Nobody is to come back.
    await("does not end", agenda::isEmpty);
    Map<String, Integer> left = database.left();
    left.put("processes", Agents.programs(ledger));
    int files = 0;
    for (Member member : members) {
      files += member.temporaryFiles();
    }
    left.put("temporary files", files);
    history.add(new Event.Left(left));
  }

  @Override
  public void close() {
    play.close();
    members.forEach(Member::close);
  }
}
