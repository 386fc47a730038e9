package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.process.Agents;
import io.holdfast.lab.process.Deck;
import io.holdfast.lab.process.Door;
import io.holdfast.lab.process.LedgerFile;
import io.holdfast.lab.process.Leftovers;
import io.holdfast.lab.process.Play;
import io.holdfast.lab.process.Tally;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.nio.file.Path;
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

  /** How long a node works on poison before it is killed. */
  private static final int POISON_MILLIS = 400;

  /** A client takes a node that sends nothing for so many seconds, two heartbeats, for lost. */
  private static final int SILENT_SECONDS = 5;

  private static final int PATIENCE_MILLIS = 180_000;

  private final Path ledger;
  private final Tally tally;
  private final Random random;
  private final Agenda agenda = new Agenda();
  private final Fenced fenced = new Fenced();
  private final Chronicle chronicle;
  private final Disturbances disturbances;
  private final List<Member> members = new ArrayList<>();
  private final Leftovers database;
  private final Play play;

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
    this.ledger = directory.resolve(Agents.LEDGER);
    this.tally = tally;
    this.random = new Random(seed);
    this.chronicle = new Chronicle(directory, tally, schedule);
    this.database = new Leftovers(server.jdbc(schema));
    Takeovers takeovers = new Takeovers(tally);
    this.disturbances =
        new Disturbances(server, database, agenda, random, fenced, takeovers, chronicle, tally);
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
            chronicle.history(),
            tally);
    play.witness(takeovers::effect);
  }

  /** All that was seen. */
  History history() {
    return chronicle.history();
  }

  /** What is to be judged of it. */
  List<History.Entry> judged() {
    List<History.Entry> all = chronicle.history().entries();
    tally.add("late effects of fenced attempts", fenced.late(all).size());
    return fenced.judged(all);
  }

  /** What went wrong beside the promises. */
  List<String> faults() {
    return chronicle.faults();
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

  private void disturb(Kind kind) throws IOException, InterruptedException {
    int length = kind.length(random);
    if (kind == Kind.DATABASE) {
      await("leaves no database to be struck", () -> !disturbances.databaseBusy());
      chronicle.disturbed(kind, "the database", length);
      disturbances.database(length);
      return;
    }
    await("leaves no node to be struck", () -> members.stream().anyMatch(Member::isIdle));
    Member member = chosen(kind);
    chronicle.disturbed(kind, member.name + " life " + member.life(), length);
    disturbances.strike(kind, member, length);
  }

  /** Where somebody works on poison, he is the first to be killed. */
  private Member chosen(Kind kind) {
    List<Member> idle = members.stream().filter(Member::isIdle).toList();
    Optional<Member> poisoned =
        kind == Kind.KILL
            ? idle.stream().filter(disturbances::worksOnPoison).findFirst()
            : Optional.empty();
    return poisoned.orElseGet(() -> idle.get(random.nextInt(idle.size())));
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
          disturbances.died(member);
        }
      }
    }
    return true;
  }

  // ── quiet ────────────────────────────────────────────────────────────────────────────────────

  private void quiet() throws IOException, InterruptedException {
    disturbances.closing();
    play.closing();
    await("does not come to its end", agenda::isEmpty);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    boolean quiet = false;
    while (!quiet && System.nanoTime() < end) {
      await("does not become ready", () -> members.stream().allMatch(Member::isIdle));
      watch(300, () -> false);
      Optional<Member> poisoned = members.stream().filter(disturbances::worksOnPoison).findFirst();
      if (poisoned.isPresent()) {
        watch(random.nextInt(POISON_MILLIS), () -> false);
        poisoned.get().busy(true);
        tally.add("kills for poison");
        disturbances.kill(poisoned.get(), 0);
      }
      // Who was killed just now is not armed in its next life, and is not to begin that twice.
      Optional<Member> armed =
          members.stream().filter(Member::isIdle).filter(Member::isArmed).findFirst();
      if (armed.isPresent()) {
        // It would end by itself, perhaps with nobody left to clear up behind it.
        armed.get().busy(true);
        disturbances.kill(armed.get(), 0);
      }
      await("does not come to its end", agenda::isEmpty);
      quiet = armed.isEmpty() && play.isSettled() && isQuiet();
    }
    if (!quiet) {
      chronicle.fault("does not come to quiet: " + database.underWay());
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
      disturbances.drain(member, 0);
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
    chronicle.history().add(new Event.Left(left));
  }

  @Override
  public void close() {
    play.close();
    members.forEach(Member::close);
  }
}
