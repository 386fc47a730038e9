package io.holdfast.gateway;

import io.holdfast.config.ConfigLoader;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.ops.Control;
import io.holdfast.runner.RunnerType;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.holdfast.turn.Command;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Gateways without a connector over one database file, and a view into that file. */
final class Harness {

  private final Path database;
  private final Duration drainTimeout;
  private final Duration turnTimeout;
  private boolean watch;
  private PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Harness(Path database, Duration drainTimeout, Duration turnTimeout) {
    this.database = database;
    this.drainTimeout = drainTimeout;
    this.turnTimeout = turnTimeout;
  }

  /** Starts the next incarnation. */
  Gateway start(ScriptedRunner agent) {
    return start(List.of(agent.type()), false);
  }

  /** The same, with kinds of runners of the test's own. */
  Gateway start(List<RunnerType> runners, boolean watch) {
    return NextLife.begin(() -> create(runners, watch)).gateway();
  }

  /** The next incarnation, with this as its configuration. */
  Gateway start(String yaml, List<RunnerType> runners) {
    return NextLife.begin(() -> create(yaml, runners)).gateway();
  }

  /** One that has read its configuration and is not started yet. */
  Gateway create(List<RunnerType> runners, boolean watch) {
    this.watch = watch;
    configure("");
    return create(read(), runners);
  }

  private Gateway create(String yaml, List<RunnerType> runners) {
    write(yaml);
    Vertx vertx = Vertx.vertx();
    meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return new Gateway(
        vertx,
        await(ConfigLoader.read(vertx, Optional.of(file()))),
        Optional.of(file()),
        new Kinds(List.of(), runners),
        InstantSource.system(),
        meters);
  }

  /** How many attempts of its agent the last incarnation knows to have ended so. */
  double outcomes(String outcome) {
    return meters.counter("holdfast.turns", "runner", "agent", "outcome", outcome).count();
  }

  /** Changes something about the agent, and has it redeployed; gives what became of that. */
  Future<Control.Applied> redeploy(Gateway gateway) {
    configure("max-turns: 9");
    return gateway.control().reload(Optional.empty());
  }

  /** Writes the configuration, with further settings of the agent. */
  void configure(String agent) {
    String yaml =
        """
        http: {host: 127.0.0.1, port: 0}
        store: {sqlite: "%s"}
        drain-timeout: %dms
        watch: %s
        connectors: {}
        runners:
          agent:
            type: demo
            turn-timeout: %dms
            %s
        """
            .formatted(database, drainTimeout.toMillis(), watch, turnTimeout.toMillis(), agent);
    write(yaml);
  }

  /** Writes this and nothing else as the configuration. */
  void write(String yaml) {
    try {
      Files.writeString(file(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return database.resolveSibling("holdfast.yaml");
  }

  static Route route() {
    return new Route("agent", DoubleText.ENQUEUE, 1000);
  }

  /** Offers a message as a connector would. */
  static Acceptance accept(Store store, String chat, String id, String text) {
    return await(store.accept(inbound(chat, id, text), route(), "held", now()));
  }

  /** Offers a command as a connector would. */
  static Acceptance command(Store store, String chat, String id, Command command) {
    return command(store, chat, id, command, route());
  }

  /** The same where that route's runner is the only one. */
  static Acceptance command(Store store, String chat, String id, Command command, Route route) {
    Inbound said = inbound(chat, id, command.word());
    Set<String> runners = Set.of(route.runner());
    return await(store.command(said, command.decision(said, route, runners, now()), now()));
  }

  private static Inbound inbound(String chat, String id, String text) {
    Address address = new Address("web", chat, "");
    return new Inbound(address, id, new Sender("u-" + chat, ""), text, List.of(), 0);
  }

  /** Opens the database of a gateway that has ended. */
  Store openStore(Vertx vertx) {
    return await(SqliteStore.open(vertx, database, new Silence(), new SimpleMeterRegistry()));
  }

  /** One value out of the database file, beside whoever owns it. */
  String query(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + database + "?busy_timeout=60000");
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The states of a chat's turns, in their order. */
  String state(String chat) {
    return query("SELECT group_concat(state) FROM (SELECT t.state" + in(chat) + " ORDER BY t.seq)");
  }

  String attempt(String chat) {
    return query("SELECT t.attempt" + in(chat));
  }

  private static String in(String chat) {
    return " FROM turn t JOIN session s ON s.id = t.session WHERE s.key = 'web/" + chat + "'";
  }

  void awaitState(String chat, String state) {
    Awaitility.await().until(() -> state(chat).equals(state));
  }

  void awaitAttempt(String chat, int attempt) {
    Awaitility.await().until(() -> attempt(chat).equals("" + attempt));
  }

  void awaitMarkers(int markers) {
    Awaitility.await().until(() -> query("SELECT count(*) FROM marker").equals("" + markers));
  }

  /** Waits until so many steps of a chat have a RESULT. */
  void awaitSteps(String chat, int steps) {
    String results =
        "SELECT count(*) FROM step p WHERE p.state = 'RESULT' AND p.turn IN (SELECT t.seq"
            + in(chat)
            + ")";
    Awaitility.await().until(() -> query(results).equals("" + steps));
  }

  /** Changes something in the database file of a gateway that has ended. */
  void update(String sql) {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + database + "?busy_timeout=60000")) {
      connection.createStatement().executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void stop(Gateway gateway) {
    await(gateway.stop(Reason.SHUTDOWN));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** Rings nobody. */
  private record Silence() implements Doorbell {
    @Override
    public void work(String runner) {}

    @Override
    public void control(String runner) {}

    @Override
    public void due(String connector, String chat) {}
  }
}
