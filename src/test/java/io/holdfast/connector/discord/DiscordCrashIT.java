package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The real process with a bot on Discord, killed by SIGKILL,")
class DiscordCrashIT {

  private static final String LOBBY = FakeDiscord.LOBBY;
  private static final String ANN = FakeDiscord.ANN;
  private static final String SENT = "SELECT count(*) FROM draft WHERE state = 'SENT'";

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeDiscord discord;
  private RealGateway gateway;

  @BeforeEach
  void prepare() throws Exception {
    discord = FakeDiscord.open(vertx);
    gateway = new RealGateway(directory, yaml("20ms"));
  }

  private String yaml(String pace) {
    return Inside.config(discord, directory, "users: [\"*\"]", pace).replaceFirst("http: .*\n", "");
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void start(String failpoint) throws Exception {
    gateway.start(failpoint);
    await().until(() -> discord.sockets() == 1 && discord.identifies() + discord.resumes() > 0);
    // It has noted its session: the next life is to go on with it.
    await().until(() -> gateway.query("SELECT count(*) FROM cursor").equals("1"));
  }

  private void assertAnsweredOnce(int messages) {
    await().until(() -> gateway.query("SELECT count(*) FROM message").equals("" + messages));
    await()
        .until(() -> gateway.query("SELECT count(*) FROM turn WHERE state <> 'DONE'").equals("0"));
    await()
        .until(
            () -> gateway.query("SELECT count(*) FROM delivery WHERE state <> 'SENT'").equals("0"));
    assertThat(discord.said(LOBBY)).hasSize(messages).doesNotHaveDuplicates();
    assertThat(discord.identifies()).isEqualTo(1);
  }

  @Test
  @DisplayName("S01, S05: in mid-turn goes on in the same session of Discord, and answers once")
  void midTurn() throws Exception {
    gateway.configure(yaml("200ms"));
    start("");
    discord.say(LOBBY, ANN, "work for 60 steps");
    await().until(() -> !gateway.query("SELECT count(*) FROM step").equals("0"));
    gateway.kill();
    discord.say(LOBBY, ANN, "meanwhile");
    gateway.configure(yaml("10ms"));
    gateway.start();
    await().until(() -> discord.said(LOBBY).size() == 2);
    assertThat(discord.said(LOBBY).get(0)).contains("attempt 2");
    assertThat(discord.said(LOBBY).get(1)).isEqualTo("echo: meanwhile");
    assertAnsweredOnce(2);
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(
      strings = {
        "store.accept.before",
        "store.accept.after",
        "store.saveCursor.after#3",
        "store.attempting.after",
        "store.settle.before"
      })
  @DisplayName("S16, S18: at a hand-over of a message has said one copy of each answer")
  void handOver(String failpoint) throws Exception {
    start(failpoint);
    discord.say(LOBBY, ANN, "hello");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    gateway.start();
    assertAnsweredOnce(1);
    assertThat(discord.said(LOBBY)).containsExactly("echo: hello");
  }

  @Test
  @DisplayName("S12, S16: while it shows an answer goes on in the same message")
  void midDraft() throws Exception {
    gateway.configure(yaml("200ms"));
    start("");
    discord.say(LOBBY, ANN, "work for 60 steps");
    await().until(() -> gateway.query(SENT).equals("1"));
    gateway.kill();
    gateway.configure(yaml("40ms"));
    gateway.start();
    assertAnsweredOnce(1);
    assertThat(discord.said(LOBBY).get(0)).contains("step 1 attempt 1", "step 60 attempt 2");
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"store.drafting.after", "store.drafted.before", "store.settle.before"})
  @DisplayName("S16: at a hand-over of the message that shows an answer has said one copy of it")
  void handOverOfDraft(String failpoint) throws Exception {
    gateway.configure(yaml("200ms"));
    start(failpoint);
    discord.say(LOBBY, ANN, "work for 20 steps");
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    gateway.configure(yaml("20ms"));
    gateway.start();
    assertAnsweredOnce(1);
    assertThat(discord.said(LOBBY).get(0)).startsWith("step 1 ").contains("step 20 ");
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(
      strings = {
        "store.file.before",
        "store.file.after",
        "store.attempting.after#2",
        "store.settle.before#2"
      })
  @DisplayName("S16, S17: at a hand-over of a reply's file has said one copy of both")
  void handOverOfFile(String failpoint) throws Exception {
    start(failpoint);
    JsonObject message =
        Objects.message(discord.id(), LOBBY, Objects.user(ANN, "ann", false), "look")
            .put("attachments", JsonArray.of(discord.attachment("a.txt", "text/plain", 12)));
    discord.within(() -> discord.publish(message, List.of()));
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);
    assertThat(discord.said(LOBBY)).first().isEqualTo("echo: look");
    gateway.start();
    await().until(() -> gateway.query("SELECT state FROM delivery").equals("SENT"));
    assertThat(discord.said(LOBBY)).containsExactly("echo: look", "");
    assertThat(discord.files(LOBBY)).containsExactly("a.txt: " + encoded("what it says"));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("S47: and its session forgotten: answers what was said meanwhile, once")
  void sessionForgotten() throws Exception {
    start("");
    discord.say(LOBBY, ANN, "before");
    await().until(() -> discord.said(LOBBY).size() == 1);
    gateway.kill();
    discord.refuseResumes(true);
    discord.say(LOBBY, ANN, "meanwhile");
    gateway.start();
    await().until(() -> discord.said(LOBBY).size() == 2);
    assertThat(discord.said(LOBBY)).containsExactly("echo: before", "echo: meanwhile");
    assertThat(gateway.query("SELECT count(*) FROM message")).isEqualTo("2");
  }
}
