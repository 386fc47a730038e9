package io.holdfast.lab.nodes;

import io.holdfast.jar.RealGateway;
import io.holdfast.lab.process.Aftermath;
import io.holdfast.lab.process.Agents;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One of the nodes: the jar through any number of lives, and its way to the database. */
final class Member implements AutoCloseable {

  /** So that it can be asked which node it is. */
  private static final String ADMIN = "admin: {loopback-without-token: true}\n";

  /** Time enough to write down what is interrupted, also where the database is slow. */
  private static final String DRAIN = "6s";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final String name;
  final Way way;
  private final RealGateway gateway;
  private final Thread end;
  private String id = "";
  private boolean busy;
  private boolean leaving;
  private String armed = "";

  /**
   * @param ledger where the agents of all nodes write what they do
   * @param classes as {@link NodesLoop} has them
   */
  Member(String name, Path home, Path ledger, String schema, Way way, String classes)
      throws IOException {
    this.name = name;
    this.way = way;
    Files.createDirectories(home);
    Agents.write(home);
    String store =
        "{postgres: \"postgresql://postgres@127.0.0.1:%d/postgres?search_path=%s\"}"
            .formatted(way.port(), schema);
    this.gateway =
        new RealGateway(
            home, ADMIN + Agents.yaml(store, DRAIN, ledger, false), Aftermath.jvm(), classes);
    this.end = new Thread(gateway::destroy);
    // Who is interrupted leaves no gateway behind.
    Runtime.getRuntime().addShutdownHook(end);
  }

  int port() {
    return gateway.port();
  }

  int life() {
    return gateway.lives();
  }

  // ── what is done to it ───────────────────────────────────────────────────────────────────────

  /**
   * Begins its next life.
   *
   * @param point at which it ends by itself, as by a SIGKILL; empty for none
   */
  void launch(String point) throws IOException {
    id = "";
    leaving = false;
    armed = point;
    gateway.launch(point.isEmpty() ? "" : point + "=halt");
  }

  void kill() throws InterruptedException {
    gateway.kill();
  }

  void freeze() throws IOException, InterruptedException {
    gateway.signal("STOP");
  }

  void wake() throws IOException, InterruptedException {
    gateway.signal("CONT");
  }

  /** SIGTERM. */
  void leave() throws IOException, InterruptedException {
    leaving = true;
    gateway.signal("TERM");
  }

  /** Its exit code, once it has ended. */
  int awaitEnd() throws InterruptedException {
    return gateway.awaitEnd();
  }

  /** Something is done to it, or no more. */
  void busy(boolean now) {
    busy = now;
  }

  // ── how it is ────────────────────────────────────────────────────────────────────────────────

  /** Whether it can be struck: it is ready and nothing else is done to it. */
  boolean isIdle() {
    return !busy && isReady();
  }

  boolean isReady() {
    return gateway.isAlive() && !id().isEmpty();
  }

  /** Whether it has ended though nobody asked for it. */
  boolean hasDied() {
    return life() > 0 && !busy && !leaving && !gateway.isAlive();
  }

  /** Whether it may end by itself, at its point. */
  boolean isArmed() {
    return !armed.isEmpty();
  }

  /** Whether it has ended at its point; it has ended. */
  boolean isStruck() throws InterruptedException {
    return !armed.isEmpty() && awaitEnd() == RealGateway.KILLED;
  }

  boolean isAlive() {
    return gateway.isAlive();
  }

  String log() {
    return gateway.log();
  }

  /** By which the database knows this life; empty as long as it is not ready. */
  String id() {
    if (id.isEmpty() && gateway.isReady()) {
      id = ask();
    }
    return id;
  }

  private String ask() {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/status"))
            .timeout(PATIENCE)
            .build();
    try {
      String answer = HTTP.send(question, HttpResponse.BodyHandlers.ofString()).body();
      return new JsonObject(answer).getString("node", "");
    } catch (IOException later) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** What its lives have left in their temporary directory. */
  int temporaryFiles() throws IOException {
    return gateway.leftInTemporaryDirectory().size();
  }

  @Override
  public void close() {
    gateway.destroy();
    way.close();
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
