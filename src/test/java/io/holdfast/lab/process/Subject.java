package io.holdfast.lab.process;

import io.holdfast.jar.RealGateway;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gateway that is struck, through all its lives; tells the history how each began and ended.
 */
final class Subject implements AutoCloseable {

  private static final int WATCHDOG = 70;
  private static final int MANY_FAULTS = 5;

  private final Path directory;
  private final RealGateway gateway;
  private final Database database;
  private final Thread end;
  private final History history;
  private final Tally tally;
  private final List<String> faults = new ArrayList<>();
  private String stop = "";
  private boolean leaving;
  private boolean readyTold;
  private boolean other;
  private boolean inTime = true;

  Subject(Path directory, List<String> jvm, History history, Tally tally) throws IOException {
    this.directory = directory;
    this.history = history;
    this.tally = tally;
    this.gateway = new RealGateway(directory, yaml(directory, false), jvm);
    this.database = new Database(directory.resolve("holdfast.db"));
    this.end = new Thread(gateway::destroy);
    // Who is interrupted leaves no gateway behind.
    Runtime.getRuntime().addShutdownHook(end);
    Agents.write(directory);
  }

  private static String yaml(Path directory, boolean other) {
    return Agents.yaml("{sqlite: holdfast.db}", "2s", directory.resolve(Agents.LEDGER), other);
  }

  int port() {
    return gateway.port();
  }

  /** The number of the current life. */
  int life() {
    return gateway.lives();
  }

  boolean isAlive() {
    return gateway.isAlive();
  }

  boolean isReady() {
    boolean ready = readyTold || gateway.isReady();
    if (ready && !readyTold) {
      readyTold = true;
      history.add(new Event.Ready(life()));
    }
    return ready;
  }

  /** What went wrong beside the promises, such as a process that ended by itself. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  void fault(String what) {
    faults.add("life " + life() + " " + what);
    if (faults.size() > MANY_FAULTS) {
      throw new IllegalStateException(String.join("; ", faults));
    }
  }

  // ── what is done to it ───────────────────────────────────────────────────────────────────────

  void launch() throws IOException {
    stop = "";
    leaving = false;
    readyTold = false;
    gateway.launch("");
    tally.add("lives");
  }

  /** SIGKILL; to be followed by {@link #killed} once the world has seen what it still did. */
  void kill() throws InterruptedException {
    gateway.kill();
    tally.add("kills");
  }

  void killed() throws IOException {
    ended(How.KILLED);
  }

  void signal(String name) throws IOException, InterruptedException {
    gateway.signal(name);
  }

  /** SIGTERM. */
  void leave() throws IOException, InterruptedException {
    stop = "shutdown";
    leaving = true;
    signal("TERM");
  }

  /** Another configuration, which redeploys a runner and the connector. */
  void redeploy() throws IOException, InterruptedException {
    stop = "redeploy";
    history.add(new Event.Redeployed());
    other = !other;
    gateway.configure(yaml(directory, other));
    signal("HUP");
  }

  /** Whether its redeploy is over; what comes then is no part of that stop. */
  boolean isRedeployed() {
    boolean done = gateway.log().contains("reload=done");
    if (done) {
      stop = "";
    }
    return done;
  }

  /** Whether it has ended though nobody asked for it. */
  boolean hasDied() {
    return !isAlive() && !leaving;
  }

  /** It has ended by itself. */
  void gone() throws IOException, InterruptedException {
    int code = gateway.awaitEnd();
    inTime = code != WATCHDOG;
    tally.add("exit " + code);
    if (!leaving || (code != 0 && code != WATCHDOG)) {
      fault("ended with exit code " + code);
    }
    ended(code == WATCHDOG ? How.LATE : How.CLEAN);
  }

  /** Whether the last life that ended by itself did so without its watchdog. */
  boolean endedInTime() {
    return inTime;
  }

  // ── what it leaves ───────────────────────────────────────────────────────────────────────────

  private void ended(How how) throws IOException {
    history.add(new Event.Ended(life(), how, stop, database.markers()));
    if (how == How.CLEAN && readyTold) {
      history.add(new Event.Left(leftOpen()));
    }
    List<String> odd =
        OddLines.of(gateway.log()).stream().map(line -> "life-" + life() + ": " + line).toList();
    tally.add("odd log lines", odd.size());
    Files.write(
        directory.resolve("odd.log"), odd, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whether nothing is under way. */
  boolean isQuiet() {
    return isReady() && database.isQuiet();
  }

  /** What is under way, to be shown. */
  List<String> underWay() {
    return database.underWay();
  }

  /** What no end by itself may leave, in time as it was: an open stop or node, a process. */
  private Map<String, Integer> leftOpen() throws IOException {
    Map<String, Integer> left = database.left();
    left.keySet().retainAll(Set.of("stops", "nodes"));
    left.put("processes", Agents.programs(directory.resolve(Agents.LEDGER)));
    return left;
  }

  /** What is left over after its last end. */
  Map<String, Integer> left() throws IOException {
    Map<String, Integer> left = database.left();
    left.put("processes", Agents.programs(directory.resolve(Agents.LEDGER)));
    left.put("temporary files", gateway.leftInTemporaryDirectory().size());
    return left;
  }

  @Override
  public void close() {
    gateway.destroy();
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
