package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A real gateway with an agent that needs permission")
@EnabledOnOs(OS.LINUX)
class AcpPermissionIT {

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private AcpBench agent;

  @SuppressWarnings("NullAway.Init")
  private RealGateway gateway;

  @SuppressWarnings("NullAway.Init")
  private ProtocolClient client;

  /**
   * Short, where no test waits for an agent to say more: one that does not listen takes it whole.
   */
  private String grace = "500ms";

  @BeforeEach
  void prepare() {
    agent = new AcpBench(directory);
  }

  private void start(String style, String more) throws Exception {
    JsonArray command = new JsonArray();
    FakeAgent.command(style, agent.home()).forEach(command::add);
    gateway =
        new RealGateway(
            directory,
            """
            drain-timeout: 30s
            store: {sqlite: holdfast.db}
            runners:
              coder:
                type: acp
                command: %s
                workspaces: workspaces
                grace: %s
                permissions: {edit: ask}
                %s
            """
                .formatted(command.encode(), grace, more));
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

  private Future<JsonObject> says(String who, String text) {
    return client.offer(
        new JsonObject()
            .put("type", "message")
            .put("id", UUID.randomUUID().toString())
            .put("chat", "lobby")
            .put("sender", JsonObject.of("id", who, "name", who))
            .put("text", text));
  }

  private List<JsonObject> shown(String type, String kind) {
    return client.shown().stream()
        .filter(frame -> type.equals(frame.getString("type")))
        .filter(frame -> kind.isEmpty() || kind.equals(frame.getString("kind")))
        .toList();
  }

  private List<String> texts(String type, String kind) {
    return shown(type, kind).stream().map(frame -> frame.getString("text")).toList();
  }

  /** Has the agent want something, and waits until people are asked; gives the question. */
  private JsonObject asks() {
    int before = shown("notice", "question").size();
    says("ann", "TOOL");
    await().until(() -> shown("notice", "question").size() > before);
    await()
        .until(
            () -> gateway.query("SELECT count(*) FROM turn WHERE state = 'ASKING'"), "1"::equals);
    return shown("notice", "question").get(before);
  }

  private void ends(int replies) {
    await().until(() -> shown("reply", "").size() == replies);
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'")).isEqualTo("0");
  }

  private static String option(JsonObject question, int number) {
    return question.getJsonArray("options").getJsonObject(number).getString("text");
  }

  @Test
  @DisplayName(
      "S30: asked before a SIGKILL, granted after the restart, done once; for the conversation, so"
          + " that nobody is asked again, after another SIGKILL either")
  void killed() throws Exception {
    start("opencode", "");
    JsonObject question = asks();
    gateway.kill();
    gateway.start();
    await().until(() -> client.frames("welcome").size() == 2);
    assertThat(agent.noted("executed")).isEmpty();
    says("ann", option(question, 1));
    ends(1);
    assertThat(agent.noted("executed")).hasSize(1);
    assertThat(agent.noted("opened")).hasSize(1);

    gateway.kill();
    gateway.start();
    says("ann", "TOOL");
    ends(2);
    assertThat(texts("reply", "")).containsOnly("Tool finished.");
    assertThat(shown("notice", "question")).hasSize(1);
    assertThat(agent.noted("executed")).hasSize(2);
    stop();
  }

  @Test
  @DisplayName("of two people who decide at the same moment one does, and the other is told so")
  void twoAtOnce() throws Exception {
    start("claude", "");
    JsonObject question = asks();
    says("ann", option(question, 0));
    says("bob", option(question, 2));
    says("cyd", "yes");
    ends(1);
    await().until(() -> texts("notice", "command").size() == 3);

    assertThat(texts("notice", "command"))
        .containsExactly(
            "Permitted, this once.",
            "This was decided already. ann said: " + option(question, 0),
            "This was decided already. ann said: " + option(question, 0));
    assertThat(texts("reply", "")).containsExactly("Tool finished.");
    assertThat(agent.noted("executed")).hasSize(1);
    assertThat(agent.noted("prompts")).containsExactly("TOOL");
    stop();
  }

  @Test
  @DisplayName("only approvers decide; what they refuse is not done, and the reply says so")
  void refused() throws Exception {
    start("qwen", "approvers: [cyd, dan]");
    asks();
    says("ann", "/approve");
    says("cyd", "/deny");
    ends(1);

    assertThat(texts("notice", "command"))
        .containsExactly("Only cyd, dan may decide this.", "Refused.");
    assertThat(texts("reply", "")).containsExactly("I may not.\n\n[Not permitted: make x (edit).]");
    assertThat(agent.noted("executed")).isEmpty();
    stop();
  }

  @Test
  @DisplayName("what nobody decides in time is refused, and the turn goes on")
  void expires() throws Exception {
    start("qwen", "ask-timeout: 1s");
    says("ann", "TOOL");
    ends(1);

    assertThat(texts("notice", "resumed")).singleElement().asString().contains("Nobody");
    assertThat(texts("reply", "")).singleElement().asString().contains("I may not.");
    assertThat(agent.noted("executed")).isEmpty();
    stop();
  }

  @Test
  @DisplayName("S26: /stop ends a turn that asks, and the agent that waits for it")
  void stopped() throws Exception {
    grace = "20s";
    start("opencode", "");
    JsonObject question = asks();
    assertThat(agent.alive()).isNotEmpty();
    says("ann", "/stop");
    agent.ended();
    says("bob", option(question, 0));
    await().until(() -> texts("notice", "command").size() == 2);

    assertThat(texts("notice", "command"))
        .containsExactly("Stopped.", "Nothing asks for permission now.");
    assertThat(agent.noted("permissions")).singleElement().asString().contains("cancelled");
    says("ann", "hello");
    await().until(() -> texts("reply", "").contains("you said hello"));
    assertThat(agent.noted("executed")).isEmpty();
  }

  @Test
  @DisplayName("S32: a stop does not wait for people, nor for the agent that waits for them")
  void drained() throws Exception {
    start("gemini", "");
    asks();
    stop();
  }

  private void stop() throws Exception {
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    agent.ended();
  }
}
