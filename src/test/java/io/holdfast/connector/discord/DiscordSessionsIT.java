package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bot on Discord with a session for each person")
class DiscordSessionsIT {

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeDiscord discord;
  private Inside gateway;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
    gateway = new Inside(directory, discord).allow("users: [\"*\"]").sessionPer("person");
    gateway.start();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("answers each where it was asked, and is paused for who has asked for that alone")
  void each() throws Exception {
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "/pause");
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "not now");
    discord.say(FakeDiscord.LOBBY, FakeDiscord.BOB, "hello");
    discord.say(FakeDiscord.DIRECT, FakeDiscord.ANN, "and here?");
    await().until(() -> discord.said(FakeDiscord.LOBBY).contains("echo: hello"));
    await().until(() -> discord.said(FakeDiscord.DIRECT).contains("echo: and here?"));
    assertThat(discord.said(FakeDiscord.LOBBY)).doesNotContain("echo: not now");
    assertThat(
            gateway.query(
                "SELECT group_concat(person) FROM (SELECT person FROM session ORDER BY 1)"))
        .isEqualTo("," + FakeDiscord.ANN + "," + FakeDiscord.BOB);
  }
}
