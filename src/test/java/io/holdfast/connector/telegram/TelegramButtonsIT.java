package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bot on Telegram that asks for permission")
class TelegramButtonsIT {

  @TempDir Path directory;
  private TelegramRig rig;
  private FakeTelegram telegram;

  @BeforeEach
  void open() {
    rig = new TelegramRig(directory);
    telegram = rig.telegram;
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  private void asks() {
    telegram.says(5, "make x");
    soon().until(() -> rig.ask("May I run `make x`?") == 1);
    soon()
        .untilAsserted(
            () ->
                assertThat(telegram.buttons())
                    .containsExactly("Approve", "Approve for this conversation", "Deny"));
  }

  private String decisions() {
    return rig.query("SELECT group_concat(result) FROM step WHERE key = 'permission'");
  }

  @Test
  @DisplayName("shows buttons, of which one that is pressed decides, once")
  void pressed() {
    rig.deploy("at-least-once");
    asks();
    telegram.presses(5, "Approve");
    soon().until(() -> telegram.texts().contains("Permitted, this once."));
    assertThat(decisions()).isEqualTo("once");
    telegram.presses(5, "Deny");
    soon().until(() -> telegram.texts().size() == 3);
    assertThat(telegram.texts().get(2)).startsWith("This was decided already.");
    assertThat(decisions()).isEqualTo("once");
    soon().untilAsserted(() -> assertThat(telegram.told()).containsExactly("", ""));
  }

  @Test
  @DisplayName("S18: a press that is told again after a restart is the same one")
  void pressedAgain() {
    rig.deploy("at-least-once");
    asks();
    rig.undeploy();
    telegram.presses(5, "Approve for this conversation");
    telegram.tellsAgain();
    rig.deploy("at-least-once");
    soon().until(() -> telegram.unconfirmed() == 0);
    telegram.tellsAgain();
    soon().until(() -> telegram.unconfirmed() == 0 && telegram.told().size() == 3);
    assertThat(decisions()).isEqualTo("session");
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("2");
  }

  @Test
  @DisplayName("a press of somebody who may not speak decides nothing, and they are told")
  void strangers() {
    rig.deploy("at-least-once", new JsonObject().put("users", new JsonArray().add("5")));
    asks();
    telegram.presses(6, "Approve");
    soon().until(() -> !telegram.told().isEmpty());
    assertThat(telegram.told())
        .containsExactly("I may not answer here. Whoever runs me can allow it.");
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("1");
    assertThat(telegram.texts()).hasSize(1);
  }
}
