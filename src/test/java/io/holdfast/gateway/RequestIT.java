package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.await;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.model.HoldfastException.Conflict;
import io.holdfast.model.HoldfastException.NotFound;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control.Asked;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A restart that an agent asks for")
class RequestIT {

  @TempDir Path directory;
  private final ScriptedRunner agent = new ScriptedRunner();
  private Harness harness;
  private Gateway gateway;

  @BeforeEach
  void start() {
    harness =
        new Harness(directory.resolve("holdfast.db"), Duration.ofSeconds(10), Duration.ofHours(1));
    gateway = harness.start(agent);
    agent.calls = this::restart;
  }

  @AfterEach
  void stopAll() {
    gateway.hurry();
    stop(gateway);
  }

  /** As an agent asks that does not know whether it asked before. */
  private Future<Boolean> restart(String turn) {
    return gateway.control().stop(Reason.RESTART, Optional.of(new Asked(turn, "restart")));
  }

  @Test
  @DisplayName(
      "S29, S31: does not wait for who asked for it, and happens once though it is asked for again")
  void once() {
    accept(gateway.store(), "a", "a-1", "call");
    assertThat(await(gateway.stopping())).isEqualTo(Reason.RESTART);
    await(gateway.stopped());
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED");
    assertThat(harness.query("SELECT reason FROM marker")).isEqualTo("RESTART");

    gateway = harness.start(agent);
    harness.awaitAttempt("a", 2);
    agent.open("call", 2);
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).containsExactly("call/1/1", "call/2/2");
    assertThat(gateway.stopping().isComplete()).isFalse();
  }

  @Test
  @DisplayName("S31: waits for the others as any stop does")
  void waitsForOthers() {
    accept(gateway.store(), "b", "b-1", "steps 1");
    harness.awaitState("b", "RUNNING");
    accept(gateway.store(), "a", "a-1", "call");
    await(gateway.stopping());
    harness.awaitMarkers(2);
    Awaitility.await()
        .until(() -> gateway.control().status().draining().orElseThrow().turns() == 1);
    assertThat(gateway.stopped().isComplete()).isFalse();
    agent.open("steps 1", 1);
    await(gateway.stopped());
    assertThat(harness.state("b")).isEqualTo("DONE");
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED");
    gateway = harness.start(agent);
  }

  @Test
  @DisplayName("is refused, and not taken for asked, while the gateway stops for good")
  void stopsForGood() {
    accept(gateway.store(), "b", "b-1", "steps 1");
    harness.awaitState("b", "RUNNING");
    assertThat(await(gateway.control().stop(Reason.SHUTDOWN, Optional.empty()))).isTrue();
    assertThatThrownBy(() -> await(restart("any"))).hasRootCauseInstanceOf(Conflict.class);
    assertThat(await(gateway.control().stop(Reason.SHUTDOWN, Optional.empty()))).isTrue();
    agent.open("steps 1", 1);
    await(gateway.stopped());
    gateway = harness.start(agent);
  }

  @Test
  @DisplayName("is refused where the turn does not run")
  void notRunning() {
    assertThatThrownBy(() -> await(restart("nobody"))).hasRootCauseInstanceOf(NotFound.class);
    assertThat(gateway.stopping().isComplete()).isFalse();
  }
}
