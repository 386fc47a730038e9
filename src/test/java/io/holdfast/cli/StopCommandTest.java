package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A stop from the command line")
class StopCommandTest {

  private static final String STATUS = "GET /api/status";
  private static final String BEGUN = "{\"begun\":true,\"draining\":null}";

  @TempDir Path directory;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("shows in a pipe what it waits for, a line for each change, until nothing answers")
  void drains() {
    gateway.on("POST /api/drain", 202, BEGUN);
    gateway.on(STATUS, 200, node("a", ""));
    gateway.on(STATUS, 200, node("a", ""));
    gateway.on(STATUS, 200, node("a", draining(3)));
    gateway.on(STATUS, 200, node("a", draining(3)));
    gateway.on(STATUS, 200, node("a", draining(1)));
    gateway.on(STATUS, 503, "{\"title\":\"Not ready\",\"code\":\"not-ready\"}");
    gateway.gone(STATUS);
    Console.Result result = console().run("drain");
    assertThat(result.out().lines())
        .containsExactly("draining: 3 turns, 40 s left", "draining: 1 turn, 39 s left", "stopped");
    assertThat(result.code()).isZero();
  }

  @Test
  @DisplayName("redraws one line on a terminal")
  void redraws() {
    gateway.on("POST /api/drain", 202, BEGUN);
    gateway.on(STATUS, 200, node("a", draining(3)));
    gateway.on(STATUS, 200, node("a", draining(3)));
    gateway.on(STATUS, 200, node("a", draining(3)));
    gateway.gone(STATUS);
    assertThat(console().onTerminal().run("drain").out())
        .isEqualTo(
            "\r\u001b[Kdraining: 3 turns, 41 s left\r\u001b[Kdraining: 3 turns, 40 s left"
                + "\r\u001b[Kstopped\n");
  }

  @Test
  @DisplayName("with a restart waits for another node, and says for how long it was away")
  void restarts() {
    gateway.on("POST /api/restart", 202, BEGUN);
    gateway.on(STATUS, 200, node("a", draining(1)));
    gateway.on(STATUS, 200, node("a", draining(1)));
    // Cut connections cannot be counted, since the client tries them again; a proxy's answers can.
    gateway.on(STATUS, 502, "<html>").on(STATUS, 502, "<html>");
    gateway.on(STATUS, 200, node("b", ""));
    Console.Result result = console().run("restart");
    assertThat(result.out().lines())
        .containsExactly("draining: 1 turn, 41 s left", "stopped", "back after 1.0 s: node b");
    assertThat(result.code()).isZero();
  }

  @Test
  @DisplayName("with a restart that nobody carries out ends with 1 after the timeout")
  void neverBack() {
    gateway.on("POST /api/restart", 202, BEGUN);
    gateway.on(STATUS, 200, node("a", ""));
    gateway.gone(STATUS);
    Console.Result result = console().run("restart", "--timeout", "10s");
    assertThat(result.out()).isEqualTo("stopped\n");
    assertThat(result.err()).startsWith("holdfast: not back after 10.");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  @DisplayName("S29, S31: names the turn that asks for it, and does not wait in its turn")
  void askedByTurn() {
    gateway.on("POST /api/restart", 202, BEGUN);
    gateway.on("POST /api/restart", 200, "{\"begun\":false,\"draining\":null}");
    Console agent = console().with("HOLDFAST_TURN", "t-1");
    assertThat(agent.run("restart", "--key", "upgrade").out()).isEqualTo("restart begins\n");
    assertThat(agent.run("restart", "--key", "upgrade").out())
        .isEqualTo("restart: this turn has had it before, nothing begins\n");
    assertThat(agent.run("restart", "--turn", "t-2").code()).isZero();
    assertThat(gateway.asked())
        .containsExactly(
            "POST /api/restart  {\"turn\":\"t-1\",\"key\":\"upgrade\"}",
            "POST /api/restart  {\"turn\":\"t-1\",\"key\":\"upgrade\"}",
            "POST /api/restart  {\"turn\":\"t-2\"}");
  }

  @Test
  @DisplayName("with --no-wait returns at once; with a key and no turn it is refused")
  void doesNotWait() {
    gateway.on("POST /api/drain", 202, "{\"begun\":true,\"draining\":" + draining(2) + "}");
    assertThat(console().run("drain", "--no-wait").out())
        .isEqualTo("drain begins: 2 turns, 41 s left\n");
    assertThat(console().run("drain", "--key", "k").err()).contains("give --turn, too");
    assertThat(gateway.asked()).hasSize(1);
  }

  private static String node(String id, String draining) {
    return "{\"node\":\""
        + id
        + "\",\"draining\":"
        + (draining.isEmpty() ? "null" : draining)
        + "}";
  }

  private static String draining(int turns) {
    return "{\"turns\":" + turns + ",\"until\":\"2026-11-24T12:01:01.000Z\",\"scope\":\"\"}";
  }

  private Console console() {
    return new Console(directory).with("HOLDFAST_URL", gateway.url());
  }
}
