package io.holdfast.connector.discord;

import static org.awaitility.Awaitility.await;

import io.holdfast.config.ConfigLoader;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.gateway.NextLife;
import io.holdfast.model.Reason;
import io.holdfast.runner.demo.DemoRunner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A gateway inside this process whose only connector is a bot of a fake Discord. */
final class Inside {

  private final Path directory;
  private final FakeDiscord discord;
  private String allow = "users: [\"*\"]";
  private String sessionPer = "chat";
  private String rate = "{messages: 1000, per: 1s}";
  private String pace = "1ms";
  private int port;
  private volatile Duration ahead = Duration.ZERO;
  private Optional<Gateway> gateway = Optional.empty();

  Inside(Path directory, FakeDiscord discord) {
    this.directory = directory;
    this.discord = discord;
  }

  /** Who may speak, from the next start on. */
  Inside allow(String lists) {
    allow = lists;
    return this;
  }

  /** Who shares a session, from the next start on. */
  Inside sessionPer(String whom) {
    sessionPer = whom;
    return this;
  }

  /** How much one may say, from the next start on. */
  Inside rate(String most) {
    rate = most;
    return this;
  }

  /** How long its agent takes for a step, from the next start on. */
  Inside pace(String duration) {
    pace = duration;
    return this;
  }

  /** Starts it, and waits until its bot is connected. */
  void start() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("holdfast.yaml"),
            config(discord, directory, allow, pace)
                .replace(
                    "type: discord,",
                    "type: discord, session-per: " + sessionPer + ", rate: " + rate + ","));
    int before = discord.identifies() + discord.resumes();
    NextLife next = NextLife.begin(() -> create(file));
    gateway = Optional.of(next.gateway());
    port = next.port();
    await().until(() -> discord.identifies() + discord.resumes() > before);
  }

  private Gateway create(Path file) throws Exception {
    Vertx vertx = Vertx.vertx();
    return new Gateway(
        vertx,
        get(ConfigLoader.read(vertx, Optional.of(file))),
        Optional.of(file),
        new Kinds(List.of(DiscordConnector.type()), List.of(DemoRunner.type())),
        clock(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  static String config(FakeDiscord discord, Path directory, String allow, String pace) {
    return """
    store: {sqlite: "%s"}
    drain-timeout: 5s
    watch: false
    http: {host: 127.0.0.1, port: 0}
    admin: {loopback-without-token: true}
    connectors:
      bot: {type: discord, token: %s, api: "%s", reconnect-after: 1ms, allow: {%s}}
    runners:
      demo: {type: demo, pace: %s}
    """
        .formatted(directory.resolve("holdfast.db"), FakeDiscord.TOKEN, discord.api(), allow, pace);
  }

  private InstantSource clock() {
    return new InstantSource() {
      @Override
      public Instant instant() {
        return Instant.now().plus(ahead);
      }
    };
  }

  /** Its clock goes forward. */
  void later(Duration time) {
    ahead = ahead.plus(time);
  }

  void stop() throws Exception {
    if (gateway.isPresent()) {
      get(gateway.get().stop(Reason.RESTART));
    }
    gateway = Optional.empty();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** What an operator does; gives the status of the answer. */
  int post(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** One value out of its database. */
  String query(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + directory.resolve("holdfast.db") + "?busy_timeout=60000");
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until nothing is left to be done, and so many messages were accepted. */
  void settled(int messages) {
    await().until(() -> query("SELECT count(*) FROM message").equals("" + messages));
    await().until(() -> query("SELECT count(*) FROM turn WHERE state <> 'DONE'").equals("0"));
    await().until(() -> query("SELECT count(*) FROM delivery WHERE state <> 'SENT'").equals("0"));
  }
}
