package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL around messages that arrive while their session is busy. */
class DoubleTextCrashIT extends CrashCase {

  /** Of the new turn nothing is said: the bell of a commit may be heard before its answer. */
  private static final String RESUMED_AFTER_ITS_END =
      """
      SELECT count(*) FROM timeline l JOIN turn t ON t.seq = l.turn
      WHERE t.state = 'CANCELLED' AND l.event = 'resumed'
      """;

  private void policy(String word) {
    connect();
    client.say("p1", "long", "/queue " + word);
    await().atMost(PATIENCE).until(() -> !notices("command").isEmpty());
  }

  private List<JsonObject> notices(String kind) {
    return client.shown().stream().filter(frame -> kind.equals(frame.getString("kind"))).toList();
  }

  private void begin() {
    client.say("m1", "long", "work for " + STEPS + " steps");
    awaitStep("long", 4);
  }

  private void awaitKill() throws Exception {
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
  }

  private static List<Object> inReplyTo(JsonObject frame) {
    return frame.getJsonArray("inReplyTo").stream().toList();
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"store.accept.after#2", "claimed#2"})
  @DisplayName(
      "S27, S28: right after a message has interrupted: the old turn stays ended, that is answered once")
  void interrupts(String failpoint) throws Exception {
    gateway.start(failpoint);
    policy("interrupt");
    begin();
    client.say("m2", "long", "hello");
    awaitKill();

    startAgain();
    awaitReplies("long");
    assertThat(replies("long"))
        .extracting(reply -> reply.getString("text"))
        .containsExactly("echo: hello");
    assertThat(inReplyTo(replies("long").get(0))).containsExactly("m2");
    assertThat(notices("command"))
        .filteredOn(notice -> notice.getString("text").equals("Stopped."))
        .hasSize(1);
    assertThat(gateway.query("SELECT group_concat(state) FROM turn")).isEqualTo("CANCELLED,DONE");
    assertThat(gateway.query(RESUMED_AFTER_ITS_END)).isEqualTo("0");
    assertThat(gateway.query("SELECT count(*) FROM marker")).isEqualTo("0");
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"store.accept.after#2", "store.take.after", "store.finish.before"})
  @DisplayName(
      "S05, S12, S27: around a message that steers a turn: the resumed turn answers it, once")
  void steers(String failpoint) throws Exception {
    gateway.start(failpoint);
    policy("steer");
    begin();
    Future<JsonObject> accepted = client.say("m2", "long", "hurry");
    if (failpoint.startsWith("store.finish")) {
      await().atMost(PATIENCE).until(accepted::isComplete);
      gateway.kill();
      gateway.configure(config("10s", AT_ONCE));
      // The resumed turn may meet the point before the gateway has said that it is ready.
      gateway.launch(failpoint);
    }
    awaitKill();

    Map<Integer, Integer> before = journaled();
    startAgain();
    awaitReplies("long");
    assertAnsweredOnce("long", STEPS, before);
    JsonObject reply = replies("long").get(0);
    assertThat(reply.getString("text")).containsOnlyOnce("noted: hurry");
    assertThat(inReplyTo(reply)).containsExactly("m1", "m2");
    assertThat(reasons("long")).containsOnly("crash");
    assertThat(gateway.query("SELECT count(*) FROM message WHERE kind = 'STEERING'"))
        .isEqualTo("1");
    assertNothingIsLeft();
  }

  @Test
  @DisplayName("S05, S25: while messages are collected: they are answered together, in order")
  void collects() throws Exception {
    gateway.start("store.accept.after#2");
    policy("collect");
    client.say("m1", "long", "one");
    client.say("m2", "long", "two");
    awaitKill();
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state = 'QUEUED' AND not_before > 0"))
        .isEqualTo("1");

    startAgain();
    awaitReplies("long");
    assertThat(replies("long"))
        .extracting(reply -> reply.getString("text"))
        .containsExactly("echo: one\n\ntwo");
    assertThat(inReplyTo(replies("long").get(0))).containsExactly("m1", "m2");
    assertNothingIsLeft();
  }
}
