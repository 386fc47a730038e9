package io.holdfast.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What several nodes on one PostgreSQL do: how soon one goes on for another, and how much. */
final class Nodes {

  /** How the throughput of this many nodes is named in the figures. */
  static final String THROUGHPUT = "nodes%d_turns_per_s";

  static final int MOST = 3;

  private static final String PACED = "demo: {type: demo, pace: 50ms}";
  private static final String INSTANT = "demo: {type: demo, max-turns: 256}";

  /** As many to each node, whether there are one, two or three of them. */
  private static final int CONNECTIONS = 6;

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Pace pace;
  private final List<Figure> figures;
  private final Vertx vertx = Vertx.vertx();

  Nodes(Pace pace, List<Figure> figures) {
    this.pace = pace;
    this.figures = figures;
  }

  void run() throws Exception {
    takeOver("kill", "SIGKILL of a node in mid-turn until the other's first step", 10_000, true);
    takeOver("drain", "end of a node's drain until the other's first step", 1_000, false);
    for (int nodes = 1; nodes <= MOST; nodes++) {
      throughput(nodes);
    }
    Load.await(vertx.close());
  }

  private void takeOver(String name, String what, double aim, boolean kill) throws Exception {
    Bench.say(pace.kills() + " times: " + what);
    List<Double> millis = new ArrayList<>();
    try (Database database = Database.create()) {
      Subject working = Subject.start(database.store(), PACED);
      try {
        begin(working.port());
        for (int i = 0; i < pace.kills(); i++) {
          Subject other = Subject.start(database.store(), PACED);
          int attempt = awaitStep(database, 1);
          double ended = kill ? killed(working) : drained(database, working, attempt);
          working = other;
          awaitStep(database, attempt + 1);
          millis.add(begun(database, attempt + 1) - ended);
        }
      } finally {
        working.kill();
      }
    }
    String compared = "of " + pace.kills() + ", another node being there";
    figures.add(
        Figure.without(name + "_p50_ms", Pace.median(millis), what + ", median, ms", compared));
    figures.add(
        Figure.atMost(
            name + "_p99_ms",
            Pace.percentile(millis, 0.99),
            aim,
            what + ", 99th percentile, ms",
            compared));
  }

  private void begin(int port) {
    WebSocketClient sockets = vertx.createWebSocketClient();
    Load.await(LoadClient.connect(sockets, port, List.of("nobody")))
        .say("long", "long", "work for 9999 steps");
  }

  private static double killed(Subject node) throws IOException {
    double now = System.currentTimeMillis();
    node.kill();
    return now;
  }

  /** When it gave its turn away, by its own clock, which is this machine's. */
  private static double drained(Database database, Subject node, int attempt) throws IOException {
    node.close();
    return database.number(
        "SELECT at FROM timeline WHERE event = 'interrupted' AND attempt = " + attempt);
  }

  /** Waits for a step of this attempt, or of a later one; which it was. */
  private static int awaitStep(Database database, int attempt) {
    long begin = System.nanoTime();
    while (true) {
      double last =
          database.number("SELECT coalesce(max(attempt), 0) FROM step WHERE state = 'RESULT'");
      if (last >= attempt) {
        return (int) last;
      }
      if (System.nanoTime() - begin > PATIENCE) {
        throw new IllegalStateException("no step of attempt " + attempt);
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  private static double begun(Database database, int attempt) {
    return database.number("SELECT min(begun_at) FROM step WHERE attempt = " + attempt);
  }

  private void throughput(int count) throws Exception {
    Bench.say("full turns of " + count + " nodes on one PostgreSQL");
    List<Subject> nodes = new ArrayList<>();
    Vertx clients = Vertx.vertx();
    try (Database database = Database.create()) {
      for (int i = 0; i < count; i++) {
        nodes.add(Subject.start(database.store(), INSTANT));
      }
      Use before = Use.now(database, nodes);
      List<Integer> ports = nodes.stream().map(Subject::port).toList();
      Load load = new Load(clients);
      double turns;
      try (Waits waits = new Waits(database)) {
        turns = load.turnsPerSecond(ports, CONNECTIONS, pace.warmUpOf(count), pace.measured());
        figures.add(
            Figure.without(
                String.format(Locale.ROOT, THROUGHPUT, count),
                turns,
                "turns accepted, run, answered and acked a second by " + count + " nodes",
                Use.now(database, nodes).since(before).text(waits.share())));
      }
      for (Subject node : nodes) {
        node.kill();
      }
    } finally {
      Load.await(clients.close());
    }
  }
}
