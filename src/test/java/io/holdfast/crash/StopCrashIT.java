package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops the real process, and kills it with SIGKILL at each link of its stop chain. */
class StopCrashIT extends CrashCase {

  private static final int WATCHDOG = 70;
  private static final String DONE = "SELECT count(*) FROM turn WHERE state = 'DONE'";
  private static final String MARKED_ENDED =
      "SELECT count(*) FROM marker m JOIN turn t ON t.seq = m.turn"
          + " WHERE t.state IN ('DONE', 'FAILED', 'CANCELLED')";

  @ParameterizedTest(name = "killed at {0}: resumed, reason {1}")
  @CsvSource({"store.mark.before, crash", "store.mark.after, shutdown", "stop-waiting, shutdown"})
  @DisplayName("S01, S12: SIGKILL at a link of the stop chain, up to its wait")
  void stopChain(String failpoint, String reason) throws Exception {
    gateway.start(failpoint);
    workOnTwo();
    gateway.signal("TERM");
    assertGoesOnAfterTheKill(reason);
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(
      strings = {
        "stop-deadline",
        "stop-settled",
        "stop-drained",
        "stop-flushed",
        "stop-before-close"
      })
  @DisplayName("S01, S12: SIGKILL at a link of the stop chain, from the end of its wait on")
  void afterTheWait(String failpoint) throws Exception {
    gateway.configure(config("60s", SLOWLY));
    gateway.start(failpoint);
    workOnTwo();
    gateway.signal("TERM");
    await().atMost(PATIENCE).until(() -> gateway.query(DONE).equals("1"));
    // What else there is to wait for does not end in time: the wait is over now.
    gateway.signal("TERM");
    assertGoesOnAfterTheKill("shutdown");
  }

  private void workOnTwo() {
    connect();
    client.say("long", "work for " + STEPS + " steps");
    client.say("short", "work for 6 steps");
    awaitStep("long", 3);
  }

  private void assertGoesOnAfterTheKill(String reason) throws Exception {
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);

    assertThat(gateway.query(MARKED_ENDED)).isEqualTo("0");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long", "short");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly(reason);
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "a stop that ends in time leaves no marker, exits 0 and tells its clients to come back")
  void cleanStop() throws Exception {
    gateway.configure(config("60s", SLOWLY));
    gateway.start();
    connect();
    client.say("short", "work for 3 steps");
    awaitStep("short", 1);
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
    assertThat(gateway.query("SELECT state FROM turn")).isEqualTo("DONE");
    await().atMost(PATIENCE).until(() -> !client.frames("goaway").isEmpty());
    gateway.start();
    awaitReplies("short");
    assertThat(client.frames("goaway")).hasSize(1);
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("S37: SIGTERM twice ends the wait; the turn is resumed and answers once")
  void secondSignal() throws Exception {
    gateway.configure(config("60s", SLOWLY));
    gateway.start();
    connect();
    client.say("long", "work for " + STEPS + " steps");
    awaitStep("long", 2);
    gateway.signal("TERM");
    await().atMost(PATIENCE).until(() -> gateway.query("SELECT count(*) FROM marker").equals("1"));
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(gateway.log()).contains("signal=second");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly("shutdown");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "S36: a gateway whose event loop is frozen is ended by its watchdog, and goes on after")
  void frozen() throws Exception {
    gateway.start("store.mark.after=hang");
    connect();
    client.say("long", "work for " + STEPS + " steps");
    awaitStep("long", 3);
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isEqualTo(WATCHDOG);
    assertThat(gateway.log()).contains("watchdog=halt").contains("holdfast-store-writer");
    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long");
    assertAnsweredOnce("long", STEPS, before);
    assertThat(reasons("long")).containsOnly("shutdown");
    assertNothingIsLeft();
  }
}
