package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.turn.Wording;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bot on Discord that gets to know people")
class DiscordPairingIT {

  private static final String LOBBY = FakeDiscord.LOBBY;
  private static final String DIRECT = FakeDiscord.DIRECT;
  private static final String ANN = FakeDiscord.ANN;

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

  private String code() {
    return gateway.query("SELECT code FROM pairing");
  }

  private void awaitSaid(String... texts) {
    await().until(() -> discord.said(DIRECT).size() >= texts.length);
    assertThat(discord.said(DIRECT)).containsExactly(texts);
  }

  @Test
  @DisplayName("gives a code to who writes directly, and answers them there once they are let in")
  void pairs() throws Exception {
    gateway.allow("roles: [\"" + FakeDiscord.ROLE + "\"], pairing: true").start();
    discord.say(LOBBY, ANN, "hello all");
    discord.say(DIRECT, ANN, "hello");
    await().until(() -> discord.said(DIRECT).size() == 1);
    String sentence = Wording.pairing(code());
    awaitSaid(sentence);
    String token = discord.chooses(DIRECT, ANN, "status", "");
    await().until(() -> discord.rest().answered(token).isPresent());

    assertThat(gateway.post("/api/pairings/" + code().toLowerCase(Locale.ROOT) + "/approve"))
        .isEqualTo(200);
    awaitSaid(sentence, "You may write to me now.");
    discord.say(DIRECT, ANN, "thanks");
    discord.say(LOBBY, ANN, "and here?");
    awaitSaid(sentence, "You may write to me now.", "echo: thanks");
    discord.chooses(DIRECT, ANN, "status", "");
    gateway.settled(2);
    assertThat(discord.said(LOBBY)).isEmpty();
  }

  @Test
  @DisplayName("does not go on, after a restart, with what was asked for by who is let in no more")
  void revoked() throws Exception {
    gateway.allow("roles: [\"" + FakeDiscord.ROLE + "\"], pairing: true").pace("200ms").start();
    discord.say(DIRECT, ANN, "hello");
    await().until(() -> discord.said(DIRECT).size() == 1);
    gateway.post("/api/pairings/" + code() + "/approve");
    await().until(() -> discord.said(DIRECT).size() == 2);
    discord.say(DIRECT, ANN, "work for 90 steps");
    String steps = "SELECT count(*) FROM step WHERE state = 'RESULT'";
    await().until(() -> Integer.parseInt(gateway.query(steps)) > 0);
    assertThat(gateway.post("/api/pairings/bot/" + ANN + "/revoke")).isEqualTo(200);
    gateway.stop();
    String before = gateway.query(steps);
    gateway.start();
    await().until(() -> discord.said(DIRECT).contains(Wording.turnedAway()));
    assertThat(gateway.query("SELECT state FROM turn")).isEqualTo("CANCELLED");
    assertThat(gateway.query(steps)).isEqualTo(before);
  }
}
