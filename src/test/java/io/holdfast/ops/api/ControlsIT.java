package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.ops.api.ApiRig.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisplayName("An operator, or a turn,")
class ControlsIT {

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder, 8);
    lines.start();
    logger().addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(lines);
    rig.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(AdminApi.class);
  }

  @Test
  @DisplayName("who begins a drain learns how long it may take")
  void drain() {
    Reply reply = rig.post("/api/drain", "");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().getBoolean("begun")).isTrue();
    assertThat(reply.json().getJsonObject("draining").getString("end"))
        .isEqualTo("2026-09-21T14:13:20.125Z");
    assertThat(rig.control.asked).containsExactly("stop SHUTDOWN -");
  }

  @Test
  @DisplayName("S29: that asks for a restart again, once it was resumed, gets none")
  void askedBefore() {
    assertThat(rig.post("/api/restart", "{\"turn\":\"t1\"}").status()).isEqualTo(202);
    rig.control.first = false;
    Reply again = rig.post("/api/restart", "{\"turn\":\"t1\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().getBoolean("begun")).isFalse();
    rig.post("/api/restart", "{\"turn\":\"t1\",\"key\":\"second\"}");
    rig.post("/api/drain", "{\"turn\":\"t1\"}");
    assertThat(rig.control.asked)
        .containsExactly(
            "stop RESTART t1 restart",
            "stop RESTART t1 restart",
            "stop RESTART t1 second",
            "stop SHUTDOWN t1 drain");
  }

  @Test
  @DisplayName("who reloads is told what could not be done")
  void failures() {
    rig.control.failures = List.of("runner coder: no such command");
    Reply reply = rig.post("/api/reload", "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getBoolean("ok")).isFalse();
    assertThat(reply.json().getJsonArray("failures"))
        .containsExactly("runner coder: no such command");
    assertThat(reply.json().getJsonArray("text"))
        .containsExactly("redeploy runner coder: timeout: 60s → 120s", "leave connector web");
  }

  @Test
  @DisplayName("S39: that reloads gets its answer at once, and the gateway knows who asked")
  void reloadOfTurn() {
    assertThat(rig.post("/api/reload", "{\"turn\":\"t1\"}").status()).isEqualTo(202);
    assertThat(rig.control.asked).containsExactly("reload t1");
  }

  @Test
  @DisplayName("who cancels is told in the chat, and gets the turn as it is then")
  void cancel() {
    assertThat(rig.post("/api/turns/t1/cancel", "").json().getString("id")).isEqualTo("t1");
    assertThat(rig.store.changes).hasSize(2);
  }

  @Test
  @DisplayName("leaves one line in the log for everything that was asked to change, and no secret")
  void log() {
    rig.get("/api/status");
    rig.post("/api/drain", "{\"turn\":\"t5\"}");
    rig.send("POST", "/api/drain", Map.of("Authorization", "Bearer hunter2"), "");
    rig.send("POST", "/api/nothing", Map.of(), "");
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .containsExactly(
            "admin action=drain path=/api/drain from=127.0.0.1 result=409",
            "admin action=drain path=/api/drain from=127.0.0.1 result=401",
            "admin action=unknown path=/api/nothing from=127.0.0.1 result=401");
  }
}
