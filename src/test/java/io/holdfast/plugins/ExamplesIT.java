package io.holdfast.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.examples.MatrixConnector;
import io.holdfast.examples.WebhookRunner;
import io.holdfast.jar.RealGateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that the page "Write your own" shows, packed and run as their author would. */
@DisplayName("A real gateway with somebody else's connector and runner")
class ExamplesIT {

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeHomeserver matrix;
  private FakeService agent;
  private Path plugins;
  private String config;
  private RealGateway gateway;

  @BeforeEach
  void prepare() throws Exception {
    matrix = FakeHomeserver.open(vertx).await(20, TimeUnit.SECONDS);
    agent = FakeService.open(vertx).await(20, TimeUnit.SECONDS);
    plugins = Files.createDirectory(directory.resolve("plugins"));
    PluginJar.of(
        plugins.resolve("matrix.jar"),
        MatrixConnector.class,
        MatrixConnector.Provider.class.getName());
    PluginJar.of(
        plugins.resolve("webhook.jar"),
        WebhookRunner.class,
        WebhookRunner.Provider.class.getName());
    config =
        """
        drain-timeout: 10s
        store: {sqlite: holdfast.db}
        plugins: plugins
        connectors:
          mx: {type: matrix, server: "%s", token: %s, users: ["%s"]}
        runners:
          hook: {type: webhook, url: "%s"}
        """
            .formatted(matrix.url(), FakeHomeserver.TOKEN, FakeHomeserver.ANN, agent.url());
    gateway = new RealGateway(directory, config);
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static Optional<JsonObject> says(String text) {
    return Optional.of(JsonObject.of("text", text));
  }

  private void awaitShown(String... texts) {
    await().untilAsserted(() -> assertThat(matrix.shown()).containsExactly(texts));
  }

  /** Once the place behind what was said before is committed. */
  private void start() throws Exception {
    gateway.start();
    await().until(() -> gateway.query("SELECT count(*) FROM cursor").equals("1"));
  }

  @Test
  @DisplayName(
      "S01, S47: killed in mid-turn: it goes on at its call, hears what was said meanwhile,"
          + " and answers once")
  void killed() throws Exception {
    matrix.says(FakeHomeserver.ANN, "long before");
    agent.answers(
        call ->
            call.getValue("state") == null
                ? Optional.of(JsonObject.of("text", "one, ", "state", 7, "more", true))
                : Optional.empty());
    start();
    matrix.says("@eve:x", "let me in");
    matrix.says(FakeHomeserver.ANN, "two things");
    await().until(() -> agent.calls().size() == 2);
    gateway.kill();
    matrix.says(FakeHomeserver.ANN, "and this");
    agent.answers(call -> says(call.getValue("state") == null ? "this" : "two"));
    gateway.start();

    awaitShown("one, two", "this");
    List<FakeService.Call> calls = agent.calls();
    assertThat(calls).extracting(call -> call.body().getString("text")).doesNotContain("let me in");
    assertThat(calls)
        .extracting(call -> call.body().getValue("state"))
        .containsExactly(null, 7, 7, null);
    assertThat(calls.get(2).key()).isEqualTo(calls.get(1).key()).endsWith("/2");
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
  }

  @Test
  @DisplayName("S16: killed when a reply was sent and not settled: it is sent again, and seen once")
  void killedInSending() throws Exception {
    agent.answers(call -> says("done"));
    gateway.start("store.settle.before");
    await().until(() -> gateway.query("SELECT count(*) FROM cursor").equals("1"));
    matrix.says(FakeHomeserver.ANN, "do it");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    assertThat(matrix.shown()).containsExactly("done");

    gateway.start();
    await()
        .until(
            () -> gateway.query("SELECT count(*) FROM delivery WHERE state = 'SENT'").equals("1"));
    assertThat(matrix.sends()).hasSize(2);
    assertThat(matrix.shown()).containsExactly("done");
  }

  @Test
  @DisplayName("S50: told to wait, waits; asks its user, and goes on with the answer")
  void asks() throws Exception {
    agent.answers(
        call ->
            call.containsKey("answer")
                ? says("So it is " + call.getString("answer") + ".")
                : Optional.of(JsonObject.of("ask", "Which one?")));
    start();
    matrix.limit(700);
    matrix.says(FakeHomeserver.ANN, "take one");
    awaitShown("Which one?");
    assertThat(matrix.sends().get(1) - matrix.sends().get(0)).isGreaterThan(700_000_000);
    matrix.says(FakeHomeserver.ANN, "blue");
    awaitShown("Which one?", "So it is blue.");
  }

  @Test
  @DisplayName("a call that is waited for ends with /stop; one that fails is made again by /retry")
  void stopsAndRetries() throws Exception {
    start();
    matrix.says(FakeHomeserver.ANN, "hang");
    await().until(() -> agent.calls().size() == 1);
    matrix.says(FakeHomeserver.ANN, "/stop");
    awaitShown("Stopping.", "Stopped.");
    await().untilAsserted(() -> assertThat(agent.cut()).isEqualTo(1));

    agent.answers(call -> Optional.of(JsonObject.of("status", 503)));
    matrix.says(FakeHomeserver.ANN, "again");
    awaitShown("Stopping.", "Stopped.", "The agent did not answer; /retry asks it again.");
    agent.answers(call -> says("well"));
    matrix.says(FakeHomeserver.ANN, "/retry");
    await().until(() -> matrix.shown().contains("well"));
  }

  @Test
  @DisplayName("takes a change of its block while it runs")
  void reloads() throws Exception {
    agent.answers(call -> says("you said " + call.getString("text")));
    start();
    gateway.configure(config.replace(FakeHomeserver.ANN, "@eve:x"));
    gateway.signal("HUP");
    await().until(() -> gateway.log().contains("reload=done"));
    assertThat(gateway.log()).contains("redeploy connector mx");
    matrix.says("@eve:x", "hello");
    awaitShown("you said hello");
  }

  @Test
  @DisplayName("S33: exits with 78 on a setting that it does not know, and on a jar that is none")
  void faults() throws Exception {
    gateway.configure(config.replace("users:", "user:"));
    gateway.launch("");
    assertThat(gateway.awaitEnd()).isEqualTo(78);
    assertThat(gateway.log())
        .contains(
            "configuration fault connectors.mx.user: found an unknown key, expected one of type,"
                + " server, token, users; did you mean `users`?");

    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    gateway.configure(config);
    gateway.launch("");
    assertThat(gateway.awaitEnd()).isEqualTo(78);
    assertThat(gateway.log())
        .contains(
            "configuration fault plugins/broken.jar: found no plugin, expected a jar with"
                + " META-INF/services/io.holdfast.gateway.Plugin");
  }
}
