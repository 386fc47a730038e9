package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.connector.discord.FakeRest.Broken;
import io.holdfast.connector.discord.FakeRest.Limited;
import io.holdfast.connector.discord.FakeRest.Lost;
import io.holdfast.connector.discord.FakeRest.Seen;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("A gateway with a bot on Discord")
class DiscordIT extends DiscordCase {

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
}
