package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.process.Leftovers;
import io.holdfast.lab.process.Tally;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is done to nodes, to their ways and to their database, and how each comes back from it. */
final class Disturbances {

  private static final int MOST_LATE = 400;

  /** Whoever had to be ended by his own watchdog. */
  private static final int WATCHDOG = 70;

  /** One life of so many ends by itself at one of the points of a take-over. */
  private static final int ARMED_OF = 4;

  private static final List<String> TAKE_OVER =
      List.of("store.takeOver.before", "store.takeOver.after");

  /** A take-over is looked for every second. */
  private static final int SECONDS = 12;

  private final Server server;
  private final Leftovers database;
  private final Agenda agenda;
  private final Random random;
  private final Fenced fenced;
  private final Takeovers takeovers;
  private final Chronicle chronicle;
  private final Tally tally;
  private boolean databaseBusy;
  private boolean closing;

  /**
   * @param agenda gets what undoes them
   * @param database asked for what runs where
   */
  Disturbances(
      Server server,
      Leftovers database,
      Agenda agenda,
      Random random,
      Fenced fenced,
      Takeovers takeovers,
      Chronicle chronicle,
      Tally tally) {
    this.server = server;
    this.database = database;
    this.agenda = agenda;
    this.random = random;
    this.fenced = fenced;
    this.takeovers = takeovers;
    this.chronicle = chronicle;
    this.tally = tally;
  }

  /** From here nodes that come back end only when they are asked to. */
  void closing() {
    closing = true;
  }

  boolean databaseBusy() {
    return databaseBusy;
  }

  /** Does it to a node that is idle, and undoes it after so many milliseconds. */
  void strike(Kind kind, Member member, int length) throws IOException, InterruptedException {
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

  boolean worksOnPoison(Member member) {
    String sql =
        "SELECT count(*) FROM turn WHERE state = 'RUNNING' AND runner = 'slow' AND node = '%s'";
    try {
      return database.count(sql.formatted(member.id())) > 0;
    } catch (IllegalStateException away) {
      return false;
    }
  }

  void kill(Member member, int length) throws IOException, InterruptedException {
    takeovers.cut(running(member));
    member.kill();
    tally.add("kills");
    chronicle.ended(member, Event.How.KILLED);
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
    int place = chronicle.history().entries().size();
    running(member).forEach((turn, attempt) -> fenced.hold(turn, attempt, place));
  }

  void drain(Member member, int length) throws IOException, InterruptedException {
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
      chronicle.fault(member, "ended with exit code " + code + " after SIGTERM");
    }
    chronicle.ended(member, code == 0 ? Event.How.CLEAN : Event.How.LATE);
  }

  private void launch(Member member) throws IOException {
    boolean armed = !closing && random.nextInt(ARMED_OF) == 0;
    String point = TAKE_OVER.get(random.nextInt(2)) + "#" + (1 + random.nextInt(SECONDS));
    member.launch(armed ? point : "");
    member.busy(false);
    tally.add("lives");
  }

  /** It has ended though nobody has done anything to it now. */
  void died(Member member) throws IOException, InterruptedException {
    int code = member.awaitEnd();
    if (member.isStruck()) {
      tally.add("kills");
      tally.add("kills in a take-over");
      chronicle.ended(member, Event.How.KILLED);
    } else {
      chronicle.fault(member, "ended by itself with exit code " + code);
      chronicle.ended(member, Event.How.LATE);
    }
    launch(member);
  }

  private void mended(Member member, boolean end) {
    member.way.open(end);
    member.busy(false);
  }

  void database(int length) throws IOException, InterruptedException {
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
    Map<String, Integer> running = new HashMap<>();
    try {
      database.rows(
          "SELECT id, attempt FROM turn WHERE state = 'RUNNING' AND node = '" + member.id() + "'",
          row -> running.put(row.getString(1), row.getInt(2)));
    } catch (IllegalStateException away) {
      tally.add("database not asked");
    }
    return running;
  }
}
