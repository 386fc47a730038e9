package io.holdfast.lab.world;

import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.connector.websocket.WebSocketConnector;
import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Halted;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.History;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.model.Reason;
import io.holdfast.runner.RunnerType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: a database, lives of a gateway on it one after the other, an agent, a client, and a
 * supervisor that begins the next life when one has ended. It ends when all is quiet and a last
 * life has stopped cleanly.
 */
final class World implements Life.Overseer, Agent.Surroundings {

  /**
   * What runs share.
   *
   * @param vertx the clients'
   * @param sockets of that
   */
  record Shared(Vertx vertx, WebSocketClient sockets) {}

  private static final long QUIET_MILLIS = Long.getLong("lab.quiet", 90_000);
  private static final long SOON_MILLIS = 40_000;
  private static final int MOST_LIVES = 100;
  private static final long DELAY_MILLIS = 150;

  private final Shared shared;
  private final Plan plan;
  private final Scenario scenario;
  private final long seed;
  private final Path directory;
  private final long began = System.nanoTime();
  private final History history = new History();
  private final Bell bell = new Bell();
  private final WorldClock clock = new WorldClock();
  private final Ledger ledger = new Ledger();
  private final Passes passes;
  private final Client client;
  private final User user;
  private final Database database;
  private final Kinds kinds;
  private volatile Loaded loaded;
  private volatile @Nullable Life current;
  private volatile @Nullable Life ready;
  private volatile boolean closing;
  private volatile boolean over;
  private volatile int lives;
  private volatile int crashes;
  private volatile String broken = "";
  private final List<String> unexpected = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param directory empty, for this run alone
   */
  World(Shared shared, Scenario scenario, Plan plan, long seed, Path directory) {
    this.shared = shared;
    this.plan = plan;
    this.scenario = scenario;
    this.seed = seed;
    this.directory = directory;
    this.passes = new Passes(plan);
    this.client = new Client(shared.vertx(), shared.sockets(), token(), this::saw);
    this.user = new User(client, new Random(seed));
    this.database = new Database(directory.resolve("holdfast.db"));
    this.kinds =
        new Kinds(
            List.of(WebSocketConnector.type()),
            List.of(new RunnerType("demo", (vertx, settings) -> new Agent(vertx, this))));
    this.loaded = configure(scenario.settings());
  }

  /** Takes these settings from now on; a life that lives has to reload them. */
  Loaded configure(Settings settings) {
    String yaml = settings.yaml(directory.resolve("holdfast.db"), token());
    try {
      Files.writeString(file(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loaded = ConfigLoader.parse(shared.vertx(), Buffer.buffer(yaml)).await();
    return loaded;
  }

  private String token() {
    return directory.getFileName().toString();
  }

  private Path file() {
    return directory.resolve("holdfast.yaml");
  }

  // ── the run ──────────────────────────────────────────────────────────────────────────────────

  /** Runs it to its end; blocks. */
  Result run() throws InterruptedException {
    Thread supervisor = new Thread(this::supervise, "lab-supervisor");
    supervisor.setDaemon(true);
    supervisor.start();
    List<String> red = new ArrayList<>();
    try {
      scenario.script().play(new Stage(this));
      end();
      history.add(new Event.Left(database.left()));
    } catch (IllegalStateException stuck) {
      red.add("I1 " + stuck.getMessage());
    } finally {
      over = true;
      Optional.ofNullable(current).ifPresent(Life::die);
      supervisor.join();
      database.close();
    }
    if (!broken.isEmpty()) {
      red.add("lab: " + broken);
    }
    red.addAll(FirstLook.at(history.entries()));
    if (plan.strikes().isEmpty()) {
      red.addAll(unexpected);
    }
    Oracle.judge(history.entries(), scenario.settings().interruptions())
        .forEach(violation -> red.add(violation.invariant() + " " + violation.what()));
    return result(red);
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
        lives,
        crashes,
        client.said(),
        ledger.size(),
        (System.nanoTime() - began) / 1_000_000,
        history);
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
    closing = true;
    while (!over) {
      stop(Reason.SHUTDOWN);
      if (!await(() -> over || ready != null, SOON_MILLIS)) {
        throw new IllegalStateException("no life is ready, and none has stopped cleanly");
      }
      quiet();
    }
  }

  private void supervise() {
    try {
      while (!over) {
        liveOnce();
      }
    } catch (InterruptedException | RuntimeException e) {
      broken = "the supervisor broke: " + e;
      over = true;
    } finally {
      Failpoints.disarm();
    }
  }

  private void liveOnce() throws InterruptedException {
    int before = passes.struck().size();
    Life life = new Life(++lives, this, loaded, scenario.settings().file(file()), kinds, clock);
    current = life;
    if (lives > MOST_LIVES) {
      throw new IllegalStateException("more than " + MOST_LIVES + " lives");
    }
    How how = life.live();
    current = null;
    if (how != How.CLEAN) {
      crashes++;
    }
    if (how == How.LATE && passes.struck().size() == before) {
      broken = "life " + life.number() + " did not end in time, and nothing had struck it";
    }
    history.add(new Event.Ended(life.number(), how, life.stop(), database.markers()));
    if (how == How.CLEAN && passes.struck().size() == before && !life.left().isEmpty()) {
      history.add(new Event.Left(life.left()));
    }
    if (closing && how == How.CLEAN && passes.struck().size() == before) {
      over = true;
    }
    wake();
  }

  // ── what lives say ───────────────────────────────────────────────────────────────────────────

  @Override
  public Action reached(Life life, String point) {
    Optional<Strike> strike = passes.pass(point);
    if (strike.isEmpty() || over) {
      return Action.PASS;
    }
    history.add(new Event.Struck(point, strike.get().act().word()));
    return switch (strike.get().act()) {
      case HALT -> throw halt(life, point);
      case FAIL -> Action.FAIL;
      case DELAY -> new Action.Delay(DELAY_MILLIS);
    };
  }

  private static Halted halt(Life life, String point) {
    life.die();
    return new Halted(point);
  }

  @Override
  public void ready(Life life, int port) {
    saw(new Event.Ready(life.number()));
    client.serve(life, port);
    ready = life;
    if (life.over()) {
      dead(life);
    }
    wake();
  }

  @Override
  public void dead(Life life) {
    client.leave(life);
    if (ready == life) {
      ready = null;
    }
    wake();
  }

  // ── what the agent does ──────────────────────────────────────────────────────────────────────

  @Override
  public void happen(String chat, String turn, String step, int attempt) {
    if (life().dead()) {
      throw new Halted("effect");
    }
    Event.Effect effect = new Event.Effect(chat, turn, step, attempt);
    ledger.add(effect);
    saw(effect);
  }

  @Override
  public boolean happened(String turn, String step) {
    return ledger.has(turn, step);
  }

  @Override
  public void later(long millis, Runnable work) {
    shared.vertx().setTimer(millis, due -> work.run());
  }

  @Override
  public void poison() {
    history.add(new Event.Struck("poison", Strike.Act.HALT.word()));
    throw halt(life(), "poison");
  }

  /** Whose thread this is. */
  private static Life life() {
    return (Life) Failpoints.fuse().orElseThrow();
  }

  // ── what is seen and awaited ─────────────────────────────────────────────────────────────────

  private void saw(Event event) {
    history.add(event);
    user.saw(event);
    wake();
  }

  private void wake() {
    bell.ring();
  }

  /** Waits until it holds; gives whether it does. */
  boolean await(BooleanSupplier condition, long millis) {
    return bell.await(condition, millis);
  }

  /** Waits until every message has its fate, no turn is open and everything is acked. */
  void quiet() {
    if (!await(() -> over || isQuiet(), QUIET_MILLIS)) {
      throw new IllegalStateException(
          "not quiet after "
              + QUIET_MILLIS
              + " ms: "
              + client.unsettled()
              + " messages without"
              + " a fate, left over "
              + database.left());
    }
    if (!over) {
      history.add(new Event.Quiet());
      Optional.ofNullable(ready).flatMap(life -> Rest.of(life, bell)).ifPresent(history::add);
    }
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

  private boolean isQuiet() {
    int said = client.said();
    return client.unsettled() == 0
        && database.quiet()
        && client.unsettled() == 0
        && client.said() == said;
  }

  Life readyLife() {
    if (!await(() -> ready != null || over, SOON_MILLIS)) {
      throw new IllegalStateException("no life is ready after " + SOON_MILLIS + " ms");
    }
    if (over) {
      throw new IllegalStateException("it is over before its time");
    }
    Life life = ready;
    return life == null ? readyLife() : life;
  }

  /** Has the life that is ready stop, and waits until it has ended. */
  void stop(Reason reason) {
    Life life = readyLife();
    life.operate(gateway -> gateway.stop(reason));
    ended(life);
  }

  /** Waits until a life has ended. */
  void ended(Life life) {
    if (!await(() -> life.over() && ready != life, SOON_MILLIS)) {
      throw new IllegalStateException("a life does not end " + SOON_MILLIS + " ms after its stop");
    }
  }

  /** Has somebody deal with the gateway that is ready. */
  Life operate(Consumer<Gateway> operator) {
    Life life = readyLife();
    life.operate(operator);
    return life;
  }

  Client client() {
    return client;
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
