package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real jar is killed, and what people see on the platform is counted. */
@DisplayName("A bot on Telegram, killed")
class TelegramCrashIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SENT = "SELECT count(*) FROM draft WHERE state = 'SENT'";
  private static final String AGAIN = "(Sent again, as it may not have arrived.)\n";

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeTelegram telegram;
  private RealGateway gateway;

  @BeforeEach
  void prepare() throws Exception {
    telegram = FakeTelegram.open(vertx).await(20, TimeUnit.SECONDS);
    gateway = new RealGateway(directory, config("at-most-once", 10));
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private String config(String onUnknown, int pace) {
    return """
        drain-timeout: 3s
        store: {sqlite: holdfast.db}
        connectors:
          tg: {type: telegram, token: "1:t", api: "%s", allow: {users: [5]}, on-unknown: %s}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(telegram.api(), onUnknown, pace);
  }

  /** No draft is under way when it is killed, of which Telegram would keep a copy. */
  private String silent(int pace) {
    return config("at-most-once", pace).replace("on-unknown", "stream: false, on-unknown");
  }

  private void awaitStates(String states) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        gateway.query(
                            "SELECT coalesce(group_concat(state), '') FROM"
                                + " (SELECT state FROM delivery ORDER BY seq)"))
                    .isEqualTo(states));
  }

  @Test
  @DisplayName("S05, S12: in the middle of a turn goes on where it was, and answers once")
  void midTurn() throws Exception {
    gateway.configure(silent(200));
    gateway.start();
    telegram.says(5, "work for 60 steps");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.query("SELECT count(*) > 2 FROM step WHERE state = 'RESULT'").equals("1"));
    gateway.kill();
    telegram.says(5, "and this");
    gateway.configure(silent(10));
    gateway.start();
    awaitStates("SENT,SENT");
    assertThat(telegram.texts()).hasSize(2);
    assertThat(telegram.texts().get(0)).contains("step 1 attempt 1", "step 60 attempt 2");
    assertThat(telegram.texts().get(1)).isEqualTo("echo: and this");
  }

  private void awaitTurns(String states) {
    String sql = "SELECT group_concat(state) FROM (SELECT state FROM turn ORDER BY seq)";
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.query(sql)).isEqualTo(states));
  }

  /** Somebody has written something that many seconds ago. */
  private void said(String text, int ago) {
    long date = System.currentTimeMillis() / 1_000 - ago;
    telegram.update(FakeTelegram.message(5, "private", 5, text).put("date", date));
  }

  @Test
  @DisplayName("S30: in a program's run asks, and what was written before is no answer to that")
  void midRun() throws Exception {
    String wait = "test -e " + directory.resolve("go") + " && echo here || sleep 60";
    gateway.configure(
        silent(10)
            .replace(
                "{type: demo, pace: 10ms}", "{type: command, command: [sh, -c, '" + wait + "']}"));
    gateway.start();
    said("work", 90);
    await()
        .atMost(PATIENCE)
        .until(() -> gateway.query("SELECT count(*) FROM step WHERE state = 'INTENT'").equals("1"));
    gateway.kill();
    Files.createFile(directory.resolve("go"));
    gateway.start();
    awaitTurns("ASKING");
    // It was written while nobody asked anything, and comes late.
    said("are you there?", 60);
    awaitTurns("ASKING,QUEUED");
    awaitStates("SENT");
    said("no", 0);
    awaitStates("SENT,SENT,SENT");
    assertThat(telegram.texts().get(1)).startsWith("Taken as done.");
    assertThat(telegram.texts().get(2)).isEqualTo("here");
  }

  @Test
  @DisplayName("S12, S16: while it shows a reply goes on in the same message")
  void midDraft() throws Exception {
    gateway.configure(config("at-most-once", 200));
    gateway.start();
    telegram.says(5, "work for 60 steps");
    await().atMost(PATIENCE).until(() -> gateway.query(SENT).equals("1"));
    gateway.kill();
    gateway.configure(config("at-most-once", 40));
    gateway.start();
    awaitStates("SENT");
    assertThat(telegram.texts()).hasSize(1);
    assertThat(telegram.texts().get(0)).contains("step 1 attempt 1", "step 60 attempt 2");
    assertThat(telegram.sends()).isEqualTo(1);
  }

  @ParameterizedTest(name = "at {0}: messages {1}")
  @CsvSource({"store.drafting.after, 1", "store.drafted.before, 2", "store.settle.before,  1"})
  @DisplayName("S16: at a hand-over of the message that shows a reply, as it declares,")
  void handOver(String point, int messages) throws Exception {
    gateway.configure(config("at-most-once", 200));
    gateway.start(point);
    telegram.says(5, "work for 20 steps");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    gateway.configure(config("at-most-once", 10));
    gateway.start();
    awaitStates("SENT");
    assertThat(telegram.texts()).hasSize(messages);
    assertThat(telegram.texts().get(messages - 1)).startsWith("step 1 ").contains("step 20 ");
    assertThat(telegram.texts().get(0)).startsWith("step 1 ");
  }

  @ParameterizedTest(name = "at {0}, {1}: {2}, copies {3}, of which marked {4}")
  @CsvSource({
    "store.attempting.after, at-most-once,  DEAD, 0, 0",
    "store.attempting.after, at-least-once, SENT, 1, 1",
    "store.settle.before,    at-most-once,  DEAD, 1, 0",
    "store.settle.before,    at-least-once, SENT, 2, 1"
  })
  @DisplayName("S16: in the middle of a send shows as many copies as it declares,")
  void midSend(String point, String onUnknown, String state, int copies, int marked)
      throws Exception {
    gateway.configure(config(onUnknown, 10));
    gateway.start(point);
    telegram.says(5, "hello");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    awaitStates("ATTEMPTING");

    gateway.start();
    awaitStates(state);
    telegram.says(5, "next");
    awaitStates(state + ",SENT");
    List<String> shown = telegram.texts().stream().filter(text -> text.contains("hello")).toList();
    assertThat(shown).hasSize(copies);
    assertThat(shown.stream().filter(text -> text.startsWith(AGAIN))).hasSize(marked);
    assertThat(telegram.texts()).endsWith("echo: next");
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(strings = {"store.file.before", "store.file.after"})
  @DisplayName("S16, S17: while it reads a file of a reply has not begun to send it: shows it once")
  void midFile(String point) throws Exception {
    gateway.start(point);
    telegram.files().has("doc", "what it says".getBytes(StandardCharsets.UTF_8));
    telegram.update(
        FakeTelegram.message(5, "private", 5, "look")
            .put("document", JsonObject.of("file_id", "doc", "file_name", "a.txt")));
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    assertThat(telegram.texts()).containsExactly("echo: look");
    gateway.start();
    awaitStates("SENT");
    assertThat(telegram.texts()).containsExactly("echo: look", "[a.txt: d2hhdCBpdCBzYXlz]");
  }
}
