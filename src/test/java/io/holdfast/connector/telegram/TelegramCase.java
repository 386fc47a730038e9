package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.AttemptId;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bot on a fake Telegram; the test plays its people and its runner. */
abstract class TelegramCase {

  @TempDir Path directory;
  TelegramRig rig;
  FakeTelegram telegram;

  @BeforeEach
  void open() {
    rig = new TelegramRig(directory);
    telegram = rig.telegram;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  void ask(long user, String text, String reply) {
    telegram.says(user, text);
    soon().until(() -> rig.answer(reply) == 1);
  }

  void awaitStates(String states) {
    soon().untilAsserted(() -> assertThat(rig.states()).isEqualTo(states));
  }

  AttemptId begin(String text) {
    telegram.says(5, "hello");
    soon().until(() -> rig.query("SELECT state FROM turn ORDER BY seq DESC").equals("QUEUED"));
    return rig.begin(text);
  }

  void awaitTexts(String... texts) {
    soon().untilAsserted(() -> assertThat(telegram.texts()).containsExactly(texts));
  }
}
