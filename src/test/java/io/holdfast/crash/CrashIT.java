package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the real process with SIGKILL at each hand-over of a turn, and in the middle of it. */
class CrashIT extends CrashCase {

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(
      strings = {
        "store.accept.after",
        "claimed",
        "store.intend.after",
        "step-effect",
        "store.finish.before",
        "store.finish.after"
      })
  @DisplayName("S02, S05, S06, S13: SIGKILL at a hand-over of a turn, with no stop at all")
  void handOver(String failpoint) throws Exception {
    gateway.start(failpoint);
    connect();
    client.say("m1", "long", "work for 3 steps");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);

    Map<Integer, Integer> before = journaled();
    gateway.start();
    awaitReplies("long");
    assertAnsweredOnce("long", 3, before);
    assertThat(reasons("long")).isSubsetOf("crash");
    assertThat(gateway.query("SELECT count(*) FROM message")).isEqualTo("1");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName(
      "S05, S12: SIGKILL in mid-turn goes on where it was, again and again, and answers once")
  void midTurn() throws Exception {
    gateway.start();
    connect();
    client.say("long", "work for " + STEPS + " steps");
    client.say("long", "hello");
    Map<Integer, Integer> before = new TreeMap<>();
    for (int life = 1; life <= 3; life++) {
      awaitStep("long", 5 * life);
      gateway.kill();
      before.putAll(journaled());
      if (life < 3) {
        gateway.start();
      } else {
        startAgain();
      }
    }
    assertThat(gateway.leftInTemporaryDirectory()).isEmpty();
    await().atMost(PATIENCE).until(() -> replies("long").size() == 2);
    assertAnsweredOnce("long", STEPS, before, 2);
    assertThat(reasons("long")).containsOnly("crash");
    assertThat(replies("long").get(1).getString("text")).isEqualTo("echo: hello");
    assertNothingIsLeft();
  }
}
