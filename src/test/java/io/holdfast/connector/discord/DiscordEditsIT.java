package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a chat that is paused, so that nothing begins meanwhile. */
@DisplayName("What somebody changes, or deletes, on Discord of what he said")
class DiscordEditsIT {

  private static final String LOBBY = FakeDiscord.LOBBY;
  private static final String ANN = FakeDiscord.ANN;
  private static final List<String> NONE = List.of();

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeDiscord discord;
  private Changes changes;
  private Inside gateway;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
    changes = new Changes(discord);
    gateway = new Inside(directory, discord);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private String texts() {
    return gateway.query(
        "SELECT group_concat(text) FROM (SELECT text FROM message WHERE kind = 'TASK' ORDER BY seq)");
  }

  private void awaitTexts(String texts) {
    await().untilAsserted(() -> assertThat(texts()).isEqualTo(texts));
  }

  private List<String> answers() {
    return discord.said(LOBBY).stream().filter(text -> text.startsWith("echo: ")).toList();
  }

  private void awaitAnswers(String... answers) {
    await().until(() -> answers().size() >= answers.length);
    assertThat(answers()).containsExactly(answers);
  }

  /** Lets the chat go on, once all that was told before has been heard. */
  private void resume(String text) {
    discord.say(LOBBY, ANN, text);
    discord.say(LOBBY, ANN, "/resume");
  }

  @Test
  @DisplayName("is what its turn gets, or no turn; what Discord adds to a message is no change")
  void changes() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "/pause");
    String one = discord.say(LOBBY, ANN, "one");
    String two = discord.say(LOBBY, ANN, "two");
    String three = discord.say(LOBBY, ANN, "three");
    String four = discord.say(LOBBY, ANN, "four");
    String five = discord.say(LOBBY, ANN, "five");
    awaitTexts("one,two,three,four,five");
    changes.edit(LOBBY, one, NONE, "<@" + FakeDiscord.BOT + "> /stop");
    changes.embed(LOBBY, two);
    changes.delete(LOBBY, three);
    changes.delete(LOBBY, four, five);
    resume("last");
    awaitAnswers("echo: /stop", "echo: two", "echo: last");
    changes.edit(LOBBY, one, NONE, "too late");
    changes.delete(LOBBY, two);
    discord.say(LOBBY, ANN, "and on");
    awaitAnswers("echo: /stop", "echo: two", "echo: last", "echo: and on");
    assertThat(texts()).isEqualTo("/stop,two,last,and on");
    assertThat(gateway.query("SELECT count(*) FROM turn WHERE state = 'CANCELLED'")).isEqualTo("3");
    assertThat(discord.said(LOBBY)).noneMatch(text -> text.startsWith("Stopped"));
  }

  @Test
  @DisplayName("counts of those alone who may speak")
  void allowed() throws Exception {
    gateway.allow("roles: [\"" + FakeDiscord.ROLE + "\"]").start();
    List<String> crew = List.of(FakeDiscord.ROLE);
    discord.say(LOBBY, Objects.user(ANN, "ann", false), crew, "/pause");
    String one = discord.say(LOBBY, Objects.user(ANN, "ann", false), crew, "one");
    String two = discord.say(LOBBY, Objects.user(ANN, "ann", false), crew, "two");
    awaitTexts("one,two");
    changes.edit(LOBBY, one, NONE, "1");
    changes.edit(LOBBY, two, crew, "2");
    awaitTexts("one,2");
  }

  @Test
  @DisplayName("S47: while the gateway is away is heard when it is back")
  void resumed() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "/pause");
    String one = discord.say(LOBBY, ANN, "one");
    String two = discord.say(LOBBY, ANN, "two");
    awaitTexts("one,two");
    gateway.stop();
    changes.edit(LOBBY, one, NONE, "1");
    changes.edit(LOBBY, one, NONE, "1!");
    changes.delete(LOBBY, two);
    gateway.start();
    resume("last");
    awaitAnswers("echo: 1!", "echo: last");
    assertThat(discord.identifies()).isEqualTo(1);
  }

  @Test
  @DisplayName("S47: is read in the history where its session is refused, for what is known or new")
  void backfilled() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "/pause");
    String one = discord.say(LOBBY, ANN, "one");
    awaitTexts("one");
    gateway.stop();
    discord.refuseResumes(true);
    changes.edit(LOBBY, one, NONE, "1");
    String two = discord.say(LOBBY, ANN, "two");
    changes.edit(LOBBY, two, NONE, "2");
    gateway.start();
    resume("last");
    awaitAnswers("echo: 1", "echo: 2", "echo: last");
    assertThat(discord.identifies()).isEqualTo(2);
  }

  @ParameterizedTest(name = "killed at {0}")
  @ValueSource(strings = {"store.edit.after", "store.retract.after", "store.retract.before"})
  @DisplayName("S05 S18: is made once, by a process that is killed and the next one,")
  void killed(String point) throws Exception {
    String yaml =
        Inside.config(discord, directory, "users: [\"*\"]", "1ms").replaceFirst("http: .*\n", "");
    RealGateway real = new RealGateway(directory, yaml);
    try {
      real.start(point);
      await().until(() -> discord.sockets() == 1 && discord.identifies() > 0);
      discord.say(LOBBY, ANN, "/pause");
      String one = discord.say(LOBBY, ANN, "one");
      String two = discord.say(LOBBY, ANN, "two");
      awaitTexts("one,two");
      await().until(() -> !gateway.query("SELECT count(*) FROM cursor").equals("0"));
      changes.edit(LOBBY, one, NONE, "1");
      changes.delete(LOBBY, two);
      assertThat(real.awaitEnd()).isEqualTo(RealGateway.KILLED);
      real.start();
      resume("last");
      awaitAnswers("echo: 1", "echo: last");
      assertThat(discord.identifies()).isEqualTo(1);
      assertThat(gateway.query("SELECT count(*) FROM timeline WHERE event = 'edited'"))
          .isEqualTo("1");
    } finally {
      real.destroy();
    }
  }
}
