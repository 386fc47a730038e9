package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bot on Telegram with a session for each person")
class TelegramSessionsIT {

  @TempDir Path directory;
  private TelegramRig rig;
  private FakeTelegram telegram;

  @BeforeEach
  void open() {
    rig = new TelegramRig(directory);
    telegram = rig.telegram;
    rig.more.put("session-per", "person");
    rig.deploy("at-least-once", new JsonObject().put("users", new JsonArray().add("*")));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  @Test
  @DisplayName("works for two at the same time in a group, and answers each where it was asked")
  void group() {
    for (long user : new long[] {5, 6}) {
      JsonObject topic = FakeTelegram.message(-7, "supergroup", user, "in a topic");
      telegram.update(topic.put("is_topic_message", true).put("message_thread_id", 99));
      telegram.update(FakeTelegram.message(-7, "supergroup", user, "hello"));
      telegram.update(FakeTelegram.message(-7, "supergroup", user, "and another"));
    }
    soon().until(() -> telegram.unconfirmed() == 0);

    assertThat(rig.answer("done")).as("the first of each, in each place").isEqualTo(4);
    soon().until(() -> telegram.visible().size() == 4);
    assertThat(telegram.visible())
        .extracting(FakeTelegram.Visible::thread)
        .containsExactlyInAnyOrder(
            Optional.of(99L), Optional.of(99L), Optional.empty(), Optional.empty());
    String keys = "SELECT group_concat(key) FROM (SELECT key FROM session ORDER BY 1)";
    assertThat(rig.query(keys)).isEqualTo("tg/-7//5,tg/-7//6,tg/-7/99/5,tg/-7/99/6");
  }

  @Test
  @DisplayName("has the session that it always had with who is alone with it")
  void direct() {
    telegram.says(5, "hello");
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(rig.query("SELECT thread FROM session")).isEmpty();
  }
}
