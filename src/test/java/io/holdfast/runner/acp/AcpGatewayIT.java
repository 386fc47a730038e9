package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A real gateway with an agent of the Agent Client Protocol")
@EnabledOnOs(OS.LINUX)
class AcpGatewayIT {

  private static final String CUT =
      "SELECT count(*) FROM step WHERE key = 'tool-hang-1' AND state = 'INTENT'";

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private AcpBench agent;
  private RealGateway gateway;
  private ProtocolClient client;

  @BeforeEach
  void prepare() throws Exception {
    agent = new AcpBench(directory);
    JsonArray command = new JsonArray();
    FakeAgent.command("claude", agent.home()).forEach(command::add);
    gateway =
        new RealGateway(
            directory,
            """
            drain-timeout: 10s
            store: {sqlite: holdfast.db}
            runners:
              coder: {type: acp, command: %s, workspaces: workspaces, grace: 500ms}
            """
                .formatted(command.encode()));
    gateway.start();
    client = ProtocolClient.of(vertx, sockets, gateway.port(), "web").returning();
    client.connect().await(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    agent.alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName(
      "S01, S05: SIGKILL in mid-turn: the same session of the agent goes on, and answers once")
  void gatewayKilled() throws Exception {
    client.say("lobby", "HANG");
    String session = agent.noted("hangs", 1).get(0);
    await().until(() -> gateway.query(CUT).equals("1"));
    gateway.kill();
    gateway.start();

    await().until(() -> !replies().isEmpty());
    assertThat(replies()).containsExactly("went on in " + session);
    assertThat(agent.noted("prompts").get(1)).contains("- make x");
    assertThat(agent.noted("opened")).hasSize(1);
    stop();
  }

  @Test
  @DisplayName("S05: an agent that is killed is started again, and its turn answers once")
  void agentKilled() throws Exception {
    client.say("lobby", "HANG");
    String session = agent.noted("hangs", 1).get(0);
    await().until(() -> gateway.query(CUT).equals("1"));
    ProcessHandle.of(agent.alive().get(0)).orElseThrow().destroyForcibly();

    await().until(() -> !replies().isEmpty());
    client.say("lobby", "hello");
    await().until(() -> replies().size() > 1);
    assertThat(replies()).containsExactly("went on in " + session, "you said hello");
    assertThat(gateway.query("SELECT max(attempt) FROM turn")).isEqualTo("1");
    stop();
  }

  private void stop() throws Exception {
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'")).isEqualTo("0");
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    agent.ended();
  }

  private List<String> replies() {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .map(frame -> frame.getString("text"))
        .toList();
  }
}
