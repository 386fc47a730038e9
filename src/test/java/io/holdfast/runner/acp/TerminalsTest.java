package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.blocking.Loop;
import io.holdfast.config.Settings;
import io.holdfast.model.SessionKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The commands of an agent")
@EnabledOnOs(OS.LINUX)
class TerminalsTest {

  private static final Map<String, String> MARKS = Map.of("HOLDFAST_AGENT", "terminals-test");

  @TempDir Path root;

  /** What is asked for waits for what is being done. */
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));

  private final Loop loop = new Loop(vertx);
  private Workspace workspace;
  private Terminals terminals;

  @BeforeEach
  void open() throws Exception {
    JsonObject settings = new AcpBench(root).settings("opencode");
    workspace = Workspace.open(root.resolve("workspaces"), new SessionKey("web/chat-1"));
    terminals =
        loop.ask(
            () ->
                Future.succeededFuture(
                    new Terminals(
                        vertx, AcpSettings.of(new Settings(settings)), workspace, MARKS)));
  }

  @AfterEach
  void close() {
    Loop.await(vertx.close());
  }

  @Test
  @DisplayName("have an end, too, where one cannot be started")
  void impossible() {
    JsonObject variable = JsonObject.of("name", "A=B", "value", "c");
    JsonObject command = JsonObject.of("command", "true", "env", JsonArray.of(variable));

    JsonObject exit =
        loop.ask(
            () ->
                terminals
                    .request("terminal/create", command)
                    .compose(created -> terminals.request("terminal/wait_for_exit", created)));
    assertThat(exit).isEqualTo(new JsonObject());
    assertThat(terminals.busy()).isFalse();
  }

  @Test
  @DisplayName("end with it, and one that it asked for in its last moment does not begin")
  void closed() {
    JsonObject sleep = JsonObject.of("command", "sleep", "args", JsonArray.of("1000"));
    JsonObject touch = JsonObject.of("command", "touch", "args", JsonArray.of("begun"));
    JsonObject sleeping = loop.ask(() -> terminals.request("terminal/create", sleep));

    assertThatThrownBy(
            () ->
                loop.ask(
                    () -> {
                      CountDownLatch ending = new CountDownLatch(1);
                      vertx.executeBlocking(() -> ending.await(60, TimeUnit.SECONDS));
                      Future<JsonObject> late = terminals.request("terminal/create", touch);
                      Future<Void> closed = terminals.close();
                      ending.countDown();
                      return closed.compose(over -> late);
                    }))
        .isInstanceOf(RpcError.class);
    assertThat(terminals.busy()).isFalse();
    assertThat(loop.ask(() -> terminals.request("terminal/wait_for_exit", sleeping)))
        .isEqualTo(JsonObject.of("exitCode", 143));
    assertThat(Files.exists(workspace.directory().resolve("begun"))).isFalse();
  }
}
