package io.holdfast.lab.world;

import io.holdfast.connector.websocket.WebSocketConnector;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.model.Reason;
import io.holdfast.runner.RunnerType;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run: a story is told to the lives of a gateway until all is quiet and a last life has stopped
 * cleanly; then it is judged.
 */
final class World {

  /**
   * What runs share.
   *
   * @param vertx the clients'
   * @param sockets of that
   */
  record Shared(Vertx vertx, WebSocketClient sockets) {}

  private static final long QUIET_MILLIS = Long.getLong("lab.quiet", 120_000);

  private final Plan plan;
  private final Scenario scenario;
  private final long seed;
  private final long began = System.nanoTime();
  private final History history = new History();
  private final Bell bell = new Bell();
  private final WorldClock clock = new WorldClock();
  private final Ledger ledger = new Ledger();
  private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());
  private final Configuration configuration;
  private final Passes passes;
  private final Client client;
  private final User user;
  private final Boards boards = new Boards(history, bell);
  private final Database database;
  private final Lives lives;

  /**
   * @param directory empty, for this run alone
   */
  World(Shared shared, Scenario scenario, Plan plan, long seed, Path directory) {
    this.plan = plan;
    this.scenario = scenario;
    this.seed = seed;
    this.configuration = new Configuration(shared.vertx(), directory, scenario.settings());
    this.passes = new Passes(plan);
    this.client = new Client(shared.vertx(), shared.sockets(), configuration.token(), this::saw);
    this.user = new User(client, new Random(seed));
    this.database = new Database(configuration.database());
    Kinds kinds = kinds(new Effects(shared.vertx(), ledger, history, bell), boards);
    Lives.Cradle cradle = (number, overseer) -> life(number, overseer, kinds);
    this.lives = new Lives(cradle, passes, client, database, history, bell);
  }

  private static Kinds kinds(Effects effects, Boards boards) {
    return new Kinds(
        Stream.concat(Stream.of(WebSocketConnector.type()), boards.types().stream()).toList(),
        List.of(new RunnerType("demo", (vertx, settings) -> new Agent(vertx, effects))),
        Boards.schema());
  }

  private Life life(int number, Life.Overseer overseer, Kinds kinds) {
    return new Life(
        number,
        overseer,
        configuration.loaded(),
        scenario.settings().file(configuration.file()),
        kinds,
        clock);
  }

  private void saw(Event event) {
    history.add(event);
    user.saw(event);
    bell.ring();
  }

  // ── the run ──────────────────────────────────────────────────────────────────────────────────

  /** Runs it to its end; blocks. */
  Result run() throws InterruptedException {
    List<String> red = new ArrayList<>();
    lives.begin();
    try {
      scenario.script().play(new Stage(this));
      end();
      history.add(new Event.Left(database.left()));
    } catch (IllegalStateException stuck) {
      red.add("I1 " + stuck.getMessage());
    } finally {
      lives.end();
      database.close();
    }
    judge(red);
    return result(red);
  }

  /**
   * Quiet, a clean stop, a start that finds nothing to do and knows all that it is told again, and
   * a stop after which nothing is.
   */
  private void end() {
    quiet();
    stop(Reason.SHUTDOWN);
    readyLife();
    client.everythingAgain();
    quiet();
    lives.closing();
    while (!lives.over()) {
      stop(Reason.SHUTDOWN);
      lives.readyOrOver();
      quiet();
    }
  }

  private void judge(List<String> red) {
    if (!lives.broken().isEmpty()) {
      red.add("lab: " + lives.broken());
    }
    lives.late().forEach(what -> red.add("I9 " + what));
    red.addAll(FirstLook.at(history.entries()));
    if (plan.blows().isEmpty()) {
      red.addAll(unexpected);
    }
    Oracle.judge(history.entries(), scenario.settings().interruptions())
        .forEach(violation -> red.add(violation.invariant() + " " + violation.what()));
  }

  private Result result(List<String> red) {
    return new Result(
        plan,
        seed,
        red,
        passes.hits(),
        passes.before(),
        passes.all(),
        passes.struck(),
        lives.count(),
        lives.crashes(),
        client.said(),
        ledger.size(),
        (System.nanoTime() - began) / 1_000_000,
        history);
  }

  // ── what a story does in it ──────────────────────────────────────────────────────────────────

  /** Takes these settings from now on; a life that lives has to reload them. */
  void configure(Settings settings) {
    configuration.take(settings);
  }

  /** Whether nothing is struck in it. */
  boolean undisturbed() {
    return plan.blows().isEmpty();
  }

  /** Waits until it holds; gives whether it does. */
  boolean await(BooleanSupplier condition, long millis) {
    return bell.await(condition, millis);
  }

  /** Waits until every message has its fate, no turn is open and everything is acked. */
  void quiet() {
    if (!await(() -> lives.over() || isQuiet(), QUIET_MILLIS)) {
      throw new IllegalStateException(
          "not quiet after %d ms: %d messages without a fate, left over %s"
              .formatted(QUIET_MILLIS, client.unsettled(), database.left()));
    }
    if (!lives.over()) {
      history.add(new Event.Quiet());
      lives.readyNow().flatMap(life -> Rest.of(life, bell)).ifPresent(history::add);
    }
  }

  private boolean isQuiet() {
    int said = client.said();
    return client.unsettled() == 0
        && boards.read()
        && database.quiet()
        && client.unsettled() == 0
        && client.said() == said;
  }

  /** What is reached from now on is what the story is about. */
  void fromHere() {
    passes.fromHere();
  }

  /** Notes what a story cannot be without, which is a fault unless something was struck. */
  void expect(boolean is, String what) {
    if (!is) {
      unexpected.add("lab: the story " + scenario.name() + " expects that " + what);
    }
  }

  /** The life that is ready, as soon as one is. */
  Life readyLife() {
    return lives.ready();
  }

  /** Has the life that is ready stop, and waits until it has ended. */
  void stop(Reason reason) {
    lives.stop(reason);
  }

  /** Waits until a life has ended. */
  void ended(Life life) {
    lives.ended(life);
  }

  /** Has somebody deal with the gateway that is ready. */
  Life operate(Consumer<Gateway> operator) {
    return lives.operate(operator);
  }

  // ── what a story looks at ────────────────────────────────────────────────────────────────────

  Client client() {
    return client;
  }

  Boards boards() {
    return boards;
  }

  Ledger ledger() {
    return ledger;
  }

  Database database() {
    return database;
  }

  WorldClock clock() {
    return clock;
  }

  History history() {
    return history;
  }

  Scenario scenario() {
    return scenario;
  }
}
