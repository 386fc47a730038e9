package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.turn.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("The link of a bot to Discord")
class DiscordLinkIT extends DiscordCase {

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
  @DisplayName("S47: what was said too fast is not taken by a look back either, as was told")
  void refusedBefore() throws Exception {
    gateway.rate("{messages: 1, per: 1h}").start();
    discord.say(LOBBY, ANN, "one");
    discord.say(LOBBY, ANN, "at once");
    await().until(() -> discord.said(LOBBY).size() == 2);
    discord.within(
        () -> {
          discord.invalidate(false);
          discord.say(LOBBY, ANN, "nobody is told");
        });
    await().until(() -> discord.said(LOBBY).contains("echo: nobody is told"));
    gateway.settled(2);
    assertThat(discord.said(LOBBY))
        .containsExactlyInAnyOrder("echo: one", Wording.tooFast(), "echo: nobody is told");
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
  @EnabledOnOs(OS.LINUX)
  @DisplayName(
      "S53, S54: many reconnects later it has one socket, as many descriptors, and answers")
  void reconnects() throws Exception {
    gateway.start();
    reconnect(10);
    long before = descriptors();
    reconnect(Integer.getInteger("holdfast.reconnects", 100));
    // The last ones may just be closing.
    await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 4));
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
