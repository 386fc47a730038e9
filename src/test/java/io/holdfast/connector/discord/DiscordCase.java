package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with a bot on a fake Discord, and people who talk to it there. */
abstract class DiscordCase {

  static final String LOBBY = FakeDiscord.LOBBY;
  static final String ANN = FakeDiscord.ANN;
  static final String BOB = FakeDiscord.BOB;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  FakeDiscord discord;
  Inside gateway;

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

  void awaitSaid(String channel, String... texts) {
    await().until(() -> discord.said(channel).size() >= texts.length);
    assertThat(discord.said(channel)).containsExactly(texts);
  }

  void minutesGoBy() {
    gateway.later(Duration.ofMinutes(5));
  }
}
