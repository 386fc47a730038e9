package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.connector.SendFailure;
import io.holdfast.connector.discord.FakeRest.Broken;
import io.holdfast.connector.discord.FakeRest.Deleted;
import io.holdfast.connector.discord.FakeRest.Limited;
import io.holdfast.connector.discord.FakeRest.Lost;
import io.holdfast.connector.discord.FakeRest.Seen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisplayName("A gateway with a bot on Discord")
class DiscordIT {

  private static final String LOBBY = FakeDiscord.LOBBY;
  private static final String ANN = FakeDiscord.ANN;
  private static final String BOB = FakeDiscord.BOB;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeDiscord discord;
  private Inside gateway;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
    gateway = new Inside(directory, discord);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void awaitSaid(String channel, String... texts) {
    await().until(() -> discord.said(channel).size() >= texts.length);
    assertThat(discord.said(channel)).containsExactly(texts);
  }

  @Test
  @DisplayName(
      "answers in a channel, in a thread and directly, once each, and shows that it writes")
  void talks() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "<@" + FakeDiscord.BOT + "> hello");
    discord.say(FakeDiscord.THREAD, ANN, "hi");
    discord.say(FakeDiscord.DIRECT, ANN, "psst");
    awaitSaid(LOBBY, "echo: hello");
    awaitSaid(FakeDiscord.THREAD, "echo: hi");
    awaitSaid(FakeDiscord.DIRECT, "echo: psst");
    await().until(() -> !discord.rest().seen("POST", "/typing").isEmpty());
    gateway.settled(3);
    discord.say(LOBBY, ANN, "/status");
    awaitSaid(LOBBY, "echo: hello", "Nothing is running.");
  }

  @Test
  @DisplayName(
      "takes nothing from itself, from other bots, and from whoever may not speak, whom it logs once")
  void allowed() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(Intake.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      allow();
    } finally {
      log.detachAppender(lines);
    }
    String stranger = "event=not-allowed connector=bot chat=%s user=%s";
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyInAnyOrder(
            stranger.formatted(LOBBY, ANN), stranger.formatted(FakeDiscord.DIRECT, BOB));
  }

  private void allow() throws Exception {
    gateway.allow("roles: [\"" + FakeDiscord.ROLE + "\"]").start();
    discord.say(LOBBY, ANN, "let me in");
    discord.say(LOBBY, ANN, "please");
    discord.say(LOBBY, Objects.user("900000000000000099", "a bot", true), List.of(), "beep");
    discord.say(FakeDiscord.DIRECT, BOB, "directly");
    discord.say(
        LOBBY, Objects.user(BOB, "bob", false), List.of(FakeDiscord.ROLE), "one of the crew");
    awaitSaid(LOBBY, "echo: one of the crew");
    gateway.settled(1);
    assertThat(discord.said(FakeDiscord.DIRECT)).isEmpty();
  }

  @Test
  @DisplayName(
      "S47: goes on with its session after a restart, and answers what was said meanwhile, once")
  void resumes() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "before");
    awaitSaid(LOBBY, "echo: before");
    gateway.stop();
    await().untilAsserted(() -> assertThat(discord.closes()).containsExactly(4000));
    discord.say(LOBBY, ANN, "one");
    discord.say(LOBBY, ANN, "two");
    gateway.start();
    awaitSaid(LOBBY, "echo: before", "echo: one", "echo: two");
    gateway.settled(3);
    assertThat(discord.identifies()).isEqualTo(1);
    assertThat(discord.resumes()).isEqualTo(1);
    assertThat(discord.rest().seen("GET", "/messages")).isEmpty();
  }

  @Test
  @DisplayName("S47, S48: where its session is refused it begins one, and reads what it missed")
  void backfills() throws Exception {
    gateway.allow("users: [\"" + ANN + "\"], roles: [\"" + FakeDiscord.ROLE + "\"]").start();
    discord.say(LOBBY, ANN, "before");
    discord.say(FakeDiscord.DIRECT, ANN, "psst");
    gateway.settled(2);
    gateway.stop();
    discord.refuseResumes(true);
    for (int i = 0; i < 120; i++) {
      discord.say(FakeDiscord.SIDE, "900000000000000098", "chatter");
    }
    discord.say(FakeDiscord.SIDE, ANN, "one");
    discord.say(FakeDiscord.SIDE, BOB, "two");
    discord.say(FakeDiscord.THREAD, ANN, "in the thread");
    discord.say(FakeDiscord.DIRECT, ANN, "psst again");
    gateway.start();
    awaitSaid(FakeDiscord.SIDE, "echo: one", "echo: two");
    awaitSaid(FakeDiscord.THREAD, "echo: in the thread");
    awaitSaid(FakeDiscord.DIRECT, "echo: psst", "echo: psst again");
    gateway.settled(6);
    assertThat(discord.said(LOBBY)).containsExactly("echo: before");
    assertThat(discord.identifies()).isEqualTo(2);
  }

  @Test
  @DisplayName("S47: what was said before its very first message is not missed either")
  void backfillsTheFirst() throws Exception {
    gateway.start();
    await().until(() -> gateway.query("SELECT text FROM cursor").contains("\"awaited\":[]"));
    gateway.stop();
    discord.refuseResumes(true);
    // What was said before the first start does not count, and the clocks may differ by a minute.
    discord.later(Duration.ofMinutes(2));
    discord.say(LOBBY, ANN, "anybody?");
    gateway.start();
    awaitSaid(LOBBY, "echo: anybody?");
  }

  @Test
  @DisplayName(
      "S48: where resuming breaks each time it begins anew after three, and misses nothing")
  void resumesBreak() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "before");
    awaitSaid(LOBBY, "echo: before");
    discord.within(
        () -> {
          discord.breakResumes(true);
          discord.close(4000);
          discord.say(LOBBY, ANN, "meanwhile");
        });
    awaitSaid(LOBBY, "echo: before", "echo: meanwhile");
    assertThat(discord.resumes()).isEqualTo(3);
    assertThat(discord.identifies()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "S47: a session that is invalidated under it is followed by another, and a look back")
  void invalidated() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "before");
    awaitSaid(LOBBY, "echo: before");
    discord.within(
        () -> {
          discord.invalidate(false);
          discord.say(LOBBY, ANN, "nobody is told");
        });
    awaitSaid(LOBBY, "echo: before", "echo: nobody is told");
    assertThat(discord.identifies()).isEqualTo(2);
    assertThat(discord.most()).isEqualTo(1);
  }

  @Test
  @DisplayName("S53: a server that goes and comes again, or asks to, finds it with its session")
  void serverRestarts() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "one");
    awaitSaid(LOBBY, "echo: one");
    discord.stop();
    discord.say(LOBBY, ANN, "two");
    discord.start();
    awaitSaid(LOBBY, "echo: one", "echo: two");
    discord.askToReconnect();
    discord.say(LOBBY, ANN, "three");
    awaitSaid(LOBBY, "echo: one", "echo: two", "echo: three");
    gateway.settled(3);
    assertThat(discord.identifies()).isEqualTo(1);
    assertThat(discord.most()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "S46: a socket that is dead and looks alive is left for a new one within a heartbeat")
  void halfOpen() throws Exception {
    discord.heartbeat(300);
    gateway.start();
    discord.say(LOBBY, ANN, "one");
    awaitSaid(LOBBY, "echo: one");
    discord.freeze();
    discord.say(LOBBY, ANN, "two");
    awaitSaid(LOBBY, "echo: one", "echo: two");
    assertThat(discord.identifies()).isEqualTo(1);
  }

  @Test
  @DisplayName("S18, S25: what is told twice and in another order is answered once each")
  void disorder() throws Exception {
    gateway.start();
    discord.disorder(true);
    for (int i = 1; i <= 3; i++) {
      discord.say(LOBBY, ANN, "first " + i);
      discord.say(FakeDiscord.SIDE, ANN, "second " + i);
    }
    gateway.settled(6);
    awaitSaid(LOBBY, "echo: first 1", "echo: first 2", "echo: first 3");
    awaitSaid(FakeDiscord.SIDE, "echo: second 1", "echo: second 2", "echo: second 3");
  }

  @Test
  @DisplayName("S50: told to wait an odd time it waits that long, to the millisecond")
  void waits() throws Exception {
    gateway.start();
    discord.rest().next(new Limited(0.3337, false), new Limited(1.0004, true));
    discord.say(LOBBY, ANN, "hello");
    awaitSaid(LOBBY, "echo: hello");
    List<Seen> tries = discord.rest().seen("POST", LOBBY + "/messages");
    assertThat(tries).extracting(Seen::status).containsExactly(429, 429, 200);
    assertThat(tries.get(1).at() - tries.get(0).at()).isGreaterThanOrEqualTo(333_700_000);
    assertThat(tries.get(2).at() - tries.get(1).at()).isGreaterThanOrEqualTo(1_000_400_000);
  }

  @Test
  @DisplayName("S50: a limit of the whole account holds in every channel")
  void waitsEverywhere() throws Exception {
    gateway.start();
    discord.rest().next(new Limited(0.7, true));
    discord.say(LOBBY, ANN, "here");
    await().until(() -> !discord.rest().seen("POST", LOBBY + "/messages").isEmpty());
    discord.say(FakeDiscord.SIDE, ANN, "there");
    awaitSaid(FakeDiscord.SIDE, "echo: there");
    long refused = discord.rest().seen("POST", LOBBY + "/messages").get(0).at();
    assertThat(discord.rest().seen("POST", FakeDiscord.SIDE + "/messages").get(0).at() - refused)
        .isGreaterThanOrEqualTo(700_000_000);
  }

  @Test
  @DisplayName("S16: sent and the answer lost: it is there once")
  void answerLost() throws Exception {
    gateway.start();
    discord.rest().next(new Lost(), new Broken(502));
    discord.say(LOBBY, ANN, "hello");
    awaitSaid(LOBBY, "echo: hello");
    gateway.settled(1);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(3);
    awaitSaid(LOBBY, "echo: hello");
  }

  @Test
  @DisplayName(
      "S16: the answer lost, and the minutes of its nonce over: it is found in the channel")
  void foundLater() throws Exception {
    gateway.start();
    discord.rest().then(this::minutesGoBy);
    discord.rest().next(new Lost());
    discord.say(LOBBY, ANN, "hello");
    gateway.settled(1);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(1);
    assertThat(discord.rest().seen("GET", LOBBY + "/messages")).hasSize(1);
    awaitSaid(LOBBY, "echo: hello");
  }

  @Test
  @DisplayName(
      "S16: not known, the minutes over, and not in the channel: it is sent, and there once")
  void sentLater() throws Exception {
    gateway.start();
    discord.rest().then(this::minutesGoBy);
    discord.rest().next(new Broken(500));
    discord.say(LOBBY, ANN, "hello");
    gateway.settled(1);
    assertThat(discord.rest().seen("GET", LOBBY + "/messages")).hasSize(1);
    awaitSaid(LOBBY, "echo: hello");
  }

  @Test
  @DisplayName("S16: not known, the minutes over, and the channel deleted: it is given up")
  void channelGone() throws Exception {
    gateway.start();
    discord
        .rest()
        .then(
            () -> {
              minutesGoBy();
              discord.delete(LOBBY);
            });
    discord.rest().next(new Broken(500));
    discord.say(LOBBY, ANN, "hello");
    await().until(() -> gateway.query("SELECT state FROM delivery").equals("DEAD"));
    assertThat(gateway.query("SELECT because FROM sending")).contains("404 Unknown Channel");
  }

  private static final String SIX =
      "step 1 attempt 1\nstep 2 attempt 1\nstep 3 attempt 1\nstep 4 attempt 1\n"
          + "step 5 attempt 1\nstep 6 attempt 1";

  @Test
  @DisplayName("shows an answer while it is written, in one message that answers the question")
  void streams() throws Exception {
    gateway.pace("600ms").start();
    String asked = discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    List<String> shown = discord.rest().shown();
    assertThat(shown).hasSizeGreaterThan(2).endsWith(SIX).allMatch(SIX::startsWith);
    assertThat(shown).isSortedAccordingTo(Comparator.comparingInt(String::length));
    discord.within(
        () ->
            assertThat(
                    discord.channel(LOBBY).orElseThrow().messages().stream()
                        .map(said -> said.getJsonObject("message_reference")))
                .contains(
                    new JsonObject().put("message_id", asked).put("fail_if_not_exists", false)));
    assertThat(gateway.query("SELECT count(*) FROM draft")).isEqualTo("0");
  }

  @Test
  @DisplayName("S16: the answer to a change lost, it is made again: the text is there once")
  void changeLost() throws Exception {
    gateway.pace("250ms").start();
    discord.rest().nextChanges(new Lost(), new Lost());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(1);
  }

  @Test
  @DisplayName("S16: its message deleted while it is written, the answer is there all the same")
  void messageGone() throws Exception {
    gateway.pace("250ms").start();
    discord.rest().nextChanges(new Deleted());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(2);
  }

  @Test
  @DisplayName(
      "S16: the first words' answer lost, and the minutes over: found, they become the answer")
  void wordsFound() throws Exception {
    gateway.pace("250ms").start();
    discord.rest().then(this::minutesGoBy);
    discord.rest().next(new Lost());
    discord.say(LOBBY, ANN, "work for 6 steps");
    gateway.settled(1);
    awaitSaid(LOBBY, SIX);
    assertThat(discord.rest().seen("POST", LOBBY + "/messages")).hasSize(1);
    assertThat(discord.rest().seen("GET", LOBBY + "/messages")).isNotEmpty();
  }

  @Test
  @DisplayName("fails with a token that no header can hold without a word of it")
  void noHeader() {
    Rest rest = new Rest(vertx, discord.api(), "hunter2\n", InstantSource.system());
    Future<Object> asked = rest.ask(HttpMethod.GET, "/users/@me", Optional.empty());
    assertThat(asked.cause())
        .isInstanceOf(SendFailure.NotSent.class)
        .hasMessage("not reached: IllegalArgumentException");
  }

  private void minutesGoBy() {
    gateway.later(Duration.ofMinutes(5));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName(
      "S53, S54: many reconnects later it has one socket, as many descriptors, and answers")
  void reconnects() throws Exception {
    gateway.start();
    reconnect(10);
    long before = descriptors();
    reconnect(Integer.getInteger("holdfast.reconnects", 100));
    assertThat(descriptors()).isLessThanOrEqualTo(before + 4);
    assertThat(discord.most()).isEqualTo(1);
    assertThat(discord.identifies()).isEqualTo(1);
    discord.say(LOBBY, ANN, "still there?");
    awaitSaid(LOBBY, "echo: still there?");
  }

  private void reconnect(int until) {
    while (discord.resumes() < until) {
      int before = discord.resumes();
      soon().until(() -> discord.sockets() == 1);
      discord.close(4000);
      soon().until(() -> discord.resumes() > before);
    }
  }

  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }
}
