package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.await;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control.Asked;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The store is not ready for a moment, or is and nobody hears of it. */
@DisplayName("When the store fails once, or its answer is lost,")
class LostAnswerIT {

  @TempDir Path directory;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final ScriptedRunner agent = new ScriptedRunner();
  private Harness harness;
  private Gateway gateway;

  /** Each point fails once after it was named, those that are broken always. */
  @BeforeEach
  void start() {
    Failpoints.arm(
        point -> broken.contains(point) || failing.remove(point) ? Action.FAIL : Action.PASS);
    harness =
        new Harness(directory.resolve("holdfast.db"), Duration.ofMillis(400), Duration.ofHours(1));
    gateway = harness.start(agent);
  }

  @AfterEach
  void stopAll() {
    gateway.hurry();
    stop(gateway);
    Failpoints.disarm();
  }

  private void struck() {
    assertThat(failing).as("points that were not reached").isEmpty();
  }

  static Stream<Arguments> writes() {
    return Stream.of("intend", "record", "finish")
        .flatMap(op -> Stream.of("before", "after").map(side -> arguments(op, side)));
  }

  @ParameterizedTest(name = "{0}, {1} it is done")
  @MethodSource("writes")
  @DisplayName("an attempt goes on, and ends once:")
  void attempt(String operation, String side) {
    failing.add("store." + operation + "." + side);
    accept(gateway.store(), "a", "a-1", "steps 1");
    agent.open("steps 1", 1);
    harness.awaitState("a", "DONE");
    Awaitility.await().until(() -> harness.outcomes("done") == 1);
    assertThat(harness.attempt("a")).isEqualTo("1");
    assertThat(harness.query("SELECT count(*) FROM delivery")).isEqualTo("1");
    struck();
  }

  @Test
  @DisplayName("a question is known to be asked")
  void asked() {
    failing.add("store.ask.after");
    accept(gateway.store(), "a", "a-1", "question");
    harness.awaitState("a", "ASKING");
    Awaitility.await().until(() -> harness.outcomes("asking") == 1);
    struck();
  }

  @Test
  @DisplayName(
      "an attempt that has to read its journal waits for it, and is not interrupted by that")
  void journal() {
    accept(gateway.store(), "a", "a-1", "steps 2");
    harness.awaitState("a", "RUNNING");
    agent.open("steps 2", 1);
    harness.awaitSteps("a", 1);
    failing.add("store.journal.before");
    await(harness.redeploy(gateway));
    harness.awaitAttempt("a", 2);
    agent.open("steps 2", 2);
    harness.awaitState("a", "DONE");
    assertThat(harness.attempt("a")).isEqualTo("2");
    struck();
  }

  @Test
  @DisplayName("S15: a stop does not wait for a turn that was claimed and that nobody works on")
  void claimed() {
    stop(gateway);
    harness =
        new Harness(directory.resolve("holdfast.db"), Duration.ofMinutes(5), Duration.ofHours(1));
    gateway = harness.start(agent);
    broken.add("store.claim.after");
    accept(gateway.store(), "a", "a-1", "hello");
    harness.awaitState("a", "RUNNING");
    Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
    harness.awaitState("a", "INTERRUPTED");
    await(stopping);
    broken.clear();
    assertThat(harness.query("SELECT reason FROM marker")).isEqualTo("SHUTDOWN");
    gateway = harness.start(agent);
    harness.awaitState("a", "DONE");
    assertThat(harness.attempt("a")).isEqualTo("2");
  }

  @Test
  @DisplayName("a redeployed runner claims again though the end of its drain was not committed")
  void drained() {
    failing.add("store.drained.before");
    await(harness.redeploy(gateway));
    struck();
    accept(gateway.store(), "a", "a-1", "hello");
    harness.awaitState("a", "DONE");
  }

  @Test
  @DisplayName("S29: a restart that was asked for happens, and once")
  void requested() {
    failing.add("store.request.after");
    agent.calls = this::restart;
    accept(gateway.store(), "a", "a-1", "call");
    assertThat(await(gateway.stopping())).isEqualTo(Reason.RESTART);
    struck();
  }

  private Future<Boolean> restart(String turn) {
    return gateway.control().stop(Reason.RESTART, Optional.of(new Asked(turn, "restart")));
  }

  @Test
  @DisplayName("S22: a boot that cannot hold back old replies does not send them, but fails")
  void heldBack() {
    stop(gateway);
    failing.add("store.holdBack.before");
    assertThatThrownBy(() -> harness.start(agent)).hasStackTraceContaining("store.holdBack.before");
    gateway = harness.start(agent);
  }
}
