package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.command;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.turn.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("S22: After an outage of hours")
class OutageIT {

  private static final int REPLIES = 110;

  @TempDir Path directory;
  private final ScriptedRunner agent = new ScriptedRunner();
  private Harness harness;
  private Gateway gateway;

  @BeforeEach
  void replyToNobody() {
    harness =
        new Harness(directory.resolve("holdfast.db"), Duration.ofSeconds(5), Duration.ofHours(1));
    gateway = harness.start(agent);
    for (int i = 1; i <= REPLIES; i++) {
      accept(gateway.store(), "a", "a-" + i, "m" + i);
    }
    accept(gateway.store(), "b", "b-1", "hello");
    awaitReplies("PENDING", REPLIES + 1);
    stop(gateway);
    long away = TimeUnit.HOURS.toMillis(2);
    harness.update(
        "UPDATE delivery SET created_at = created_at - %1$d, due_at = due_at - %1$d"
            .formatted(away));
    gateway = harness.start(agent);
  }

  @AfterEach
  void stopAll() {
    stop(gateway);
  }

  @Test
  @DisplayName("a hundred old replies of a chat are not sent at once: it is asked one question")
  void asksOnce() {
    awaitReplies("HELD", REPLIES);
    assertThat(due()).isEqualTo("b REPLY\na HELD");
    stop(gateway);
    gateway = harness.start(agent);
    assertThat(due()).as("asked once, however often it restarts").isEqualTo("b REPLY\na HELD");
  }

  @Test
  @DisplayName("they all go out, in their order, once the chat wants them")
  void delivers() {
    awaitReplies("HELD", REPLIES);
    command(gateway.store(), "a", "a-yes", Command.REPLIES);
    awaitReplies("PENDING", REPLIES + 1);
    assertThat(
            harness.query(
                "SELECT count(*) FROM (SELECT text, lag(text) OVER (ORDER BY seq) AS before FROM"
                    + " delivery WHERE chat = 'a' AND kind = 'REPLY') WHERE before IS NOT NULL"
                    + " AND CAST(substr(text, 5) AS INTEGER) <> CAST(substr(before, 5) AS INTEGER)"
                    + " + 1"))
        .isEqualTo("0");
  }

  private String due() {
    return harness.query(
        "SELECT group_concat(chat || ' ' || kind, char(10)) FROM (SELECT chat, kind FROM delivery"
            + " WHERE state = 'PENDING' ORDER BY seq)");
  }

  private void awaitReplies(String state, int number) {
    String count = "SELECT count(*) FROM delivery WHERE kind = 'REPLY' AND state = '" + state + "'";
    Awaitility.await().until(() -> harness.query(count).equals("" + number));
  }
}
