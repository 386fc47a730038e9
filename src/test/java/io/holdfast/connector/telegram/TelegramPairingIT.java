package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Pairing;
import io.holdfast.turn.Wording;
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

@DisplayName("A bot on Telegram that gets to know people")
class TelegramPairingIT {

  private static final JsonObject ALLOW =
      new JsonObject().put("users", new JsonArray().add("5")).put("pairing", true);

  @TempDir Path directory;
  private TelegramRig rig;
  private FakeTelegram telegram;

  @BeforeEach
  void open() {
    rig = new TelegramRig(directory);
    telegram = rig.telegram;
    rig.deploy("at-least-once", ALLOW);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  private void says(long user, String text) {
    telegram.says(user, text);
    soon().until(() -> telegram.unconfirmed() == 0);
  }

  private void awaitTexts(String... texts) {
    soon().untilAsserted(() -> assertThat(telegram.texts()).containsExactly(texts));
  }

  private String code(long user) {
    return rig.query("SELECT code FROM pairing WHERE sender = '" + user + "'");
  }

  private void approve(String code) {
    TelegramRig.await(rig.store.approve(code, Wording.paired(), TelegramRig.now())).orElseThrow();
  }

  @Test
  @DisplayName("gives a stranger a code, the same one after a restart, and takes nothing before")
  void strangers() {
    says(66, "/start");
    soon().until(() -> telegram.texts().size() == 1);
    String sentence = Wording.pairing(code(66));
    awaitTexts(sentence);
    says(66, "let me in");
    rig.undeploy();
    telegram.says(66, "please");
    rig.deploy("at-least-once", ALLOW);
    awaitTexts(sentence, sentence);
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("0");
  }

  @Test
  @DisplayName("tells whoever is let in, and answers them directly and nowhere else, until no more")
  void letIn() {
    says(66, "hello");
    soon().until(() -> telegram.texts().size() == 1);
    String sentence = telegram.texts().get(0);
    approve(code(66));
    awaitTexts(sentence, "You may write to me now.");
    says(66, "thanks");
    assertThat(rig.answer("you are welcome")).isEqualTo(1);
    awaitTexts(sentence, "You may write to me now.", "you are welcome");
    telegram.update(FakeTelegram.message(-8, "group", 66, "and here?"));
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(TelegramRig.await(rig.store.revoke("tg", "66"))).isTrue();
    says(66, "and now?");
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("1");
  }

  @Test
  @DisplayName(
      "gives no code in groups, to those who are listed, and to more than can be looked at")
  void others() {
    telegram.update(FakeTelegram.message(-8, "group", 66, "/status"));
    soon().until(() -> telegram.texts().size() == 1);
    assertThat(telegram.texts().get(0)).isEqualTo(Wording.notAllowed());
    says(5, "hello");
    assertThat(rig.answer("hi")).isEqualTo(1);
    soon().until(() -> telegram.texts().size() == 2);
    assertThat(rig.query("SELECT count(*) FROM pairing")).isEqualTo("0");
    for (int i = 0; i <= Pairing.MOST_OPEN; i++) {
      says(100 + i, "hello");
    }
    soon().until(() -> telegram.texts().contains(Wording.tooManyStrangers()));
    assertThat(rig.query("SELECT count(*) FROM pairing")).isEqualTo("" + Pairing.MOST_OPEN);
  }
}
