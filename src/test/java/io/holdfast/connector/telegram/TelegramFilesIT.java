package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.connector.telegram.FakeTelegram.Fate;
import io.holdfast.model.Attachment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bot on Telegram takes")
class TelegramFilesIT {

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

  private static JsonObject message(String caption) {
    JsonObject message = FakeTelegram.message(5, "private", 5, caption);
    message.remove("text");
    return caption.isEmpty() ? message : message.put("caption", caption);
  }

  private static JsonObject document(String id, String type, long size) {
    return new JsonObject()
        .put("file_id", id)
        .put("file_name", id + ".txt")
        .put("mime_type", type)
        .put("file_size", size);
  }

  private void awaitMessages(int count) {
    soon().until(() -> rig.query("SELECT count(*) FROM message").equals("" + count));
  }

  private String text() {
    return rig.query("SELECT text FROM message ORDER BY seq DESC LIMIT 1");
  }

  private JsonArray files() {
    return new JsonArray(rig.query("SELECT attachments FROM message ORDER BY seq DESC LIMIT 1"));
  }

  @Test
  @DisplayName("pictures and files, with their captions or without any, once")
  void takes() {
    rig.deploy("at-least-once");
    byte[] content = "what it says".getBytes(StandardCharsets.UTF_8);
    telegram.files().has("doc", content);
    telegram.files().has("large", content);
    telegram.update(message("").put("document", document("doc", "text/plain", 12)));
    awaitMessages(1);
    assertThat(text()).isEmpty();
    assertThat(rig.query("SELECT attachments FROM message"))
        .contains("\"name\":\"doc.txt\",\"type\":\"text/plain\",\"size\":12");
    assertThat(rig.query("SELECT CAST(bytes AS TEXT) FROM content")).isEqualTo("what it says");

    JsonArray sizes =
        JsonArray.of(JsonObject.of("file_id", "small"), JsonObject.of("file_id", "large"));
    telegram.update(message("look").put("photo", sizes));
    awaitMessages(2);
    assertThat(text()).isEqualTo("look");
    assertThat(files().getJsonObject(0).getString("type")).isEqualTo("image/jpeg");
    soon().until(() -> telegram.unconfirmed() == 0);
    assertThat(telegram.files().downloads()).isEqualTo(2);
  }

  @Test
  @DisplayName("a message whose files it cannot have, and says in it why")
  void leaves() {
    rig.files.put("types", JsonArray.of("text/*"));
    rig.deploy("at-least-once");
    telegram.files().has("long", new byte[1_001]);
    telegram.update(message("one").put("document", document("long", "text/plain", 2_000)));
    awaitMessages(1);
    assertThat(text()).isEqualTo("one\n[long.txt: more than 1000 bytes at a time are not taken]");
    assertThat(telegram.files().downloads()).isZero();
    telegram.update(message("two").put("document", document("long", "text/plain", 10)));
    awaitMessages(2);
    assertThat(text()).isEqualTo("two\n[long.txt: more than 1000 bytes at a time are not taken]");
    rig.answer("noted");
    telegram.update(message("").put("document", document("gone", "text/plain", 10)));
    awaitMessages(3);
    assertThat(text()).isEqualTo("[gone.txt: it could not be fetched]");
    rig.answer("noted");
    telegram.update(message("four").put("document", document("long", "image/png", 10)));
    awaitMessages(4);
    assertThat(text()).isEqualTo("four\n[long.txt: files of the type image/png are not taken]");
    assertThat(rig.query("SELECT max(attachments) FROM message")).isEmpty();
  }

  @Test
  @DisplayName("S18: a file once, of a message that cannot be stored at first")
  void fetchesOnce() {
    rig.deploy("at-least-once");
    telegram.files().has("doc", new byte[10]);
    rig.refusals.set(2);
    telegram.update(message("").put("document", document("doc", "text/plain", 10)));
    awaitMessages(1);
    assertThat(telegram.files().downloads()).isEqualTo(1);
    assertThat(files()).hasSize(1);
  }

  @Test
  @DisplayName("no more than people may write, and says so once; what was said in time is taken")
  void throttles() {
    rig.more.put("rate", JsonObject.of("messages", 1, "per", "1m"));
    rig.deploy("at-least-once");
    telegram.says(5, "one");
    telegram.says(5, "two");
    telegram.says(5, "three");
    soon().until(() -> telegram.unconfirmed() == 0);
    telegram.update(FakeTelegram.message(5, "private", 5, "four").put("date", 1_700_000_060));
    awaitMessages(2);
    soon().until(() -> !telegram.texts().isEmpty());
    assertThat(text()).isEqualTo("four");
    assertThat(telegram.texts())
        .containsExactly(
            "That was too fast, and is not taken. Please wait a moment, and say it again.");
  }

  @Test
  @DisplayName("S14: a message that is too fast for nobody, when it cannot be stored at first")
  void throttlesOnce() {
    rig.more.put("rate", JsonObject.of("messages", 1, "per", "1h"));
    rig.deploy("at-least-once");
    rig.refusals.set(2);
    telegram.says(5, "one");
    awaitMessages(1);
    assertThat(telegram.texts()).isEmpty();
  }

  @Test
  @DisplayName("S14: a file whose download a stop cuts, by the next process")
  void cutByAStop() {
    rig.files.put("timeout", "1m");
    rig.deploy("at-least-once");
    telegram.files().has("doc", new byte[10]);
    telegram.files().stalls(true);
    telegram.update(message("look").put("document", document("doc", "text/plain", 10)));
    soon().until(() -> telegram.files().downloads() == 1);
    rig.undeploy();
    assertThat(rig.query("SELECT count(*) FROM message")).isEqualTo("0");
    telegram.files().stalls(false);
    rig.deploy("at-least-once");
    awaitMessages(1);
    assertThat(text()).isEqualTo("look");
    assertThat(files()).hasSize(1);
  }

  @Test
  @DisplayName("a message without a file that does not come, in time")
  void stalled() {
    rig.files.put("timeout", "500ms");
    rig.deploy("at-least-once");
    telegram.files().has("doc", new byte[10]);
    telegram.files().stalls(true);
    telegram.update(message("look").put("document", document("doc", "text/plain", 10)));
    awaitMessages(1);
    assertThat(text()).startsWith("look\n[doc.txt: it ");
  }

  @Test
  @DisplayName("S17: the files of a reply, each below it in a message of its own, and each once")
  void gives() {
    rig.deploy("at-most-once");
    telegram.says(5, "hello");
    telegram.next(Fate.SHOWN, Fate.SHOWN, Fate.REFUSED, Fate.REFUSED);
    Attachment large = new Attachment("c.bin", "a/b", "A".repeat(512 * 1024 + 4));
    soon().until(() -> rig.answer("here", file("a.txt"), file("b.txt"), large) == 1);
    soon().until(() -> rig.states().equals("DEAD"));
    assertThat(telegram.texts()).containsExactly("here", "[a.txt: aGk=]");
    String id = rig.query("SELECT id FROM delivery");
    assertThat(TelegramRig.await(rig.store.retry(id, TelegramRig.now()))).isTrue();
    soon().until(() -> rig.states().equals("SENT"));
    assertThat(telegram.texts())
        .containsExactly("here", "[a.txt: aGk=]", "(1 file is not shown here.) [b.txt: aGk=]");
    assertThat(new JsonArray(rig.query("SELECT receipts FROM sending"))).hasSize(3);
  }

  @Test
  @DisplayName("S17: the files of a reply, and a line in place of one that is refused")
  void givesTheOthers() {
    rig.deploy("at-most-once");
    telegram.says(5, "hello");
    telegram.next(Fate.SHOWN, Fate.REFUSED);
    soon().until(() -> rig.answer("here", file("a.txt"), file("b.txt")) == 1);
    soon().until(() -> rig.states().equals("SENT"));
    assertThat(telegram.texts())
        .containsExactly("here", "(a.txt is not taken here.)", "[b.txt: aGk=]");
  }

  private static Attachment file(String name) {
    return new Attachment(name, "text/plain", "aGk=");
  }

  @Test
  @DisplayName("a very long reply as a file below its beginning")
  void longReply() {
    rig.deploy("at-least-once");
    telegram.says(5, "hello");
    String text = "so many words\n".repeat(1_500);
    soon().until(() -> rig.answer(text) == 1);
    soon().until(() -> rig.states().equals("SENT"));
    assertThat(telegram.texts()).hasSize(2);
    assertThat(telegram.texts().get(0)).endsWith("(The whole of it is in the file below.)");
    String whole = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    assertThat(telegram.texts().get(1)).matches("\\[answer-[0-9a-f]{8}\\.md: \\Q" + whole + "\\E]");
  }

  @Test
  @DisplayName("a very long reply in messages, where no file is taken")
  void longReplyWithoutFiles() {
    rig.deploy("at-most-once");
    telegram.says(5, "hello");
    String text = "so many words\n".repeat(1_500);
    telegram.next(Fate.SHOWN, Fate.REFUSED);
    soon().until(() -> rig.answer(text) == 1);
    soon().until(() -> rig.states().equals("SENT"));
    String note = "\n\n(The whole of it is in the file below.)";
    assertThat(String.join("\n", telegram.texts()).replace(note, "") + "\n").isEqualTo(text);
    assertThat(telegram.texts()).hasSize(6);
  }
}
