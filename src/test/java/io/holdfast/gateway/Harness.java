package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.config.RouteRule;
import io.holdfast.config.Routes;
import io.holdfast.config.Settings;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.holdfast.turn.Command;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gateways without a connector over one database file, and a view into that file. */
final class Harness {

  private final Path database;
  private final Duration drainTimeout;
  private final Duration turnTimeout;

  Harness(Path database, Duration drainTimeout, Duration turnTimeout) {
    this.database = database;
    this.drainTimeout = drainTimeout;
    this.turnTimeout = turnTimeout;
  }

  /** Starts the next incarnation. */
  Gateway start(ScriptedRunner agent) {
    Vertx vertx = Vertx.vertx();
    Gateway gateway =
        new Gateway(
            vertx,
            config(),
            new Kinds(List.of(), List.of(agent.type())),
            InstantSource.system(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    await(gateway.start());
    return gateway;
  }

  private Config config() {
    JsonObject settings =
        new JsonObject().put("max-turns", 8).put("turn-timeout", turnTimeout.toMillis() + "ms");
    return new Config(
        new Config.Http("127.0.0.1", 0),
        database,
        drainTimeout,
        new Config.Resume(
            3, Duration.ofHours(24), Config.ResumeNotice.QUICK, Duration.ofSeconds(30)),
        new Config.Admin(Optional.empty(), false),
        new Config.Deliveries(Duration.ofDays(7), 50),
        Optional.empty(),
        false,
        List.of(),
        List.of(new Block("agent", "scripted", new Settings(settings))),
        new Routes(List.of(new RouteRule("*", "*", route()))));
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
    return await(store.command(inbound(chat, id, command.word()), command.decision(now()), now()));
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
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void stop(Gateway gateway) {
    await(gateway.stop(Reason.SHUTDOWN));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
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
