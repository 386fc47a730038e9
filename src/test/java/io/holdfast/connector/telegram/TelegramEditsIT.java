package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What somebody changes on Telegram of what he said")
class TelegramEditsIT {

  private static final long THEN = 1_700_000_000;

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

  /** The message of a number as its sender has changed it, so many seconds after he said it. */
  private static JsonObject changed(long number, long user, String text, int later) {
    return FakeTelegram.message(user, "private", user, text)
        .put("message_id", number)
        .put("edit_date", THEN + later);
  }

  private void change(long number, long user, String text, int later) {
    telegram.update("edited_message", changed(number, user, text, later));
  }

  private void heard() {
    soon().until(() -> telegram.unconfirmed() == 0);
  }

  private String texts() {
    return rig.query("SELECT group_concat(text) FROM (SELECT text FROM message ORDER BY seq)");
  }

  private void awaitTexts(String texts) {
    soon().untilAsserted(() -> assertThat(texts()).isEqualTo(texts));
  }

  @Test
  @DisplayName("is what its turn gets, in its place; nothing once that has begun")
  void edits() {
    rig.deploy("at-most-once", new JsonObject().put("users", JsonArray.of("5", "6")));
    telegram.says(5, "one");
    telegram.says(5, "two");
    awaitTexts("one,two");
    change(1, 5, "1", 1);
    change(1, 5, "1!", 2);
    change(2, 6, "not yours", 3);
    change(9, 5, "nobody's", 4);
    heard();
    assertThat(texts()).isEqualTo("1!,two");
    assertThat(rig.answer("hi Ann")).isEqualTo(1);
    change(1, 5, "too late", 5);
    heard();
    assertThat(texts()).isEqualTo("1!,two");
    soon().until(() -> telegram.texts().equals(List.of("hi Ann")));
    assertThat(telegram.told()).isEmpty();
  }

  @Test
  @DisplayName("S19: is never a command; nothing of a command changes, or of what was refused")
  void commands() {
    rig.more.put("rate", JsonObject.of("messages", 2, "per", "1h"));
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    telegram.says(5, "/queue");
    telegram.says(5, "too fast");
    heard();
    change(1, 5, "/stop", 1);
    change(2, 5, "two", 2);
    change(3, 5, "slowly", 3);
    heard();
    assertThat(texts()).isEqualTo("/stop,/queue");
    assertThat(rig.query("SELECT group_concat(state) FROM turn")).isEqualTo("QUEUED");
  }

  @Test
  @DisplayName("S07 S18: is confirmed once it is stored, and not passed over before")
  void stored() {
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    awaitTexts("one");
    heard();
    rig.undeploy();
    rig.refusals.set(1_000);
    change(1, 5, "1", 1);
    rig.deploy("at-most-once");
    soon().until(() -> rig.refusals.get() < 1_000);
    assertThat(telegram.unconfirmed()).isEqualTo(1);
    assertThat(texts()).isEqualTo("one");
    rig.refusals.set(0);
    heard();
    assertThat(texts()).isEqualTo("1");
  }

  @Test
  @DisplayName("counts of those alone who may speak")
  void allowed() {
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    awaitTexts("one");
    rig.undeploy();
    change(1, 5, "1", 1);
    rig.deploy("at-most-once", new JsonObject().put("users", JsonArray.of("6")));
    telegram.says(6, "two");
    awaitTexts("one,two");
    assertThat(telegram.texts()).isEmpty();
  }

  @Test
  @DisplayName("has the files that it has now")
  void files() {
    rig.deploy("at-most-once");
    telegram.files().has("old", new byte[1]);
    telegram.files().has("new", new byte[2]);
    telegram.update(captioned(FakeTelegram.message(5, "private", 5, ""), "look", "old"));
    awaitTexts("look");
    telegram.update("edited_message", captioned(changed(1, 5, "", 1), "see", "new"));
    awaitTexts("see");
    assertThat(rig.query("SELECT attachments FROM message")).contains("new.txt", "\"size\":2");
    telegram.update("edited_message", captioned(changed(1, 5, "", 2), "!", "new"));
    awaitTexts("!");
    assertThat(telegram.files().downloads()).isEqualTo(2);
  }

  @Test
  @DisplayName("S18: keeps the file that it had where that is not to be had again")
  void keepsFiles() {
    rig.deploy("at-most-once");
    telegram.files().has("old", new byte[3]);
    telegram.files().has("other", new byte[2]);
    telegram.update(captioned(FakeTelegram.message(5, "private", 5, ""), "lok", "old"));
    telegram.update(captioned(FakeTelegram.message(5, "private", 5, ""), "more", "other"));
    awaitTexts("lok,more");
    telegram.files().breaks(true);
    telegram.update("edited_message", captioned(changed(1, 5, "", 1), "look", "old"));
    awaitTexts("look,more");
    assertThat(rig.query("SELECT attachments FROM message")).contains("old.txt", "\"size\":3");
    assertThat(rig.query("SELECT count(*) FROM content")).isEqualTo("2");
    telegram.update("edited_message", captioned(changed(2, 5, "", 2), "less", "old"));
    awaitTexts("look,less\n[old.txt: it could not be fetched]");
    assertThat(rig.query("SELECT count(*) FROM content")).isEqualTo("1");
  }

  @Test
  @DisplayName("is not fetched once nothing changes any more")
  void fetchesNothing() {
    rig.deploy("at-most-once");
    telegram.files().has("old", new byte[1]);
    telegram.says(5, "one");
    telegram.says(5, "/queue");
    heard();
    assertThat(rig.answer("hi Ann")).isEqualTo(1);
    for (int number : List.of(1, 2, 9)) {
      telegram.update("edited_message", captioned(changed(number, 5, "", number), "!", "old"));
    }
    heard();
    assertThat(telegram.files().downloads()).isZero();
    assertThat(texts()).isEqualTo("one,/queue");
  }

  @Test
  @DisplayName("S18: of two changes within a second the later one counts, also told again")
  void withinASecond() {
    rig.deploy("at-most-once");
    telegram.says(5, "one");
    awaitTexts("one");
    heard();
    for (int time = 1; time <= 2; time++) {
      rig.undeploy();
      change(1, 5, "1", 1);
      change(1, 5, "1!", 1);
      rig.deploy("at-most-once");
      heard();
      assertThat(texts()).isEqualTo("1!");
    }
    assertThat(rig.query("SELECT count(*) FROM timeline WHERE event = 'edited'")).isEqualTo("1");
  }

  private static JsonObject captioned(JsonObject message, String caption, String file) {
    message.remove("text");
    return message.put("caption", caption).put("document", document(file));
  }

  private static JsonObject document(String id) {
    return JsonObject.of("file_id", id, "file_name", id + ".txt", "mime_type", "text/plain");
  }

  @Test
  @DisplayName("S05 S18: is made once, killed between its commit and its confirmation")
  void killed() throws Exception {
    RealGateway gateway =
        new RealGateway(Files.createDirectories(directory.resolve("real")), config(100));
    try {
      gateway.start("store.edit.after");
      telegram.says(5, "work for 100 steps");
      telegram.says(5, "two");
      soon().until(() -> gateway.query("SELECT count(*) FROM message").equals("2"));
      change(2, 5, "2", 1);
      assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
      assertThat(telegram.unconfirmed()).isEqualTo(1);
      gateway.configure(config(10));
      gateway.start();
      heard();
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> telegram.texts().stream().anyMatch(text -> text.equals("echo: 2")));
      assertThat(telegram.texts()).hasSize(2);
      assertThat(gateway.query("SELECT count(*) FROM timeline WHERE event = 'edited'"))
          .isEqualTo("1");
    } finally {
      gateway.destroy();
    }
  }

  private String config(int pace) {
    return """
        drain-timeout: 3s
        store: {sqlite: holdfast.db}
        connectors:
          tg: {type: telegram, token: "1:t", api: "%s", stream: false, allow: {users: [5]}}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(telegram.api(), pace);
  }
}
