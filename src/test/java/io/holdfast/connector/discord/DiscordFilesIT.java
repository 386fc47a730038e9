package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.connector.discord.FakeRest.Fine;
import io.holdfast.connector.discord.FakeRest.Lost;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files on Discord")
class DiscordFilesIT {

  private static final String LOBBY = FakeDiscord.LOBBY;
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

  @Test
  @DisplayName("takes files, and of one that is too large the link")
  void files() throws Exception {
    gateway.start();
    JsonObject message =
        Objects.message(discord.id(), LOBBY, Objects.user(ANN, "ann", false), "")
            .put(
                "attachments",
                JsonArray.of(
                    discord.attachment("a.txt", "text/plain", 12),
                    discord.attachment("b.bin", "application/zip", 5_000_000)));
    discord.within(() -> discord.publish(message, List.of()));
    gateway.settled(1);
    assertThat(gateway.query("SELECT text FROM message"))
        .matches(
            "\\[b\\.bin]\\(http://.*/files/b\\.bin\\) \\(more than 4194304 bytes at a time are not taken\\)");
    assertThat(gateway.query("SELECT attachments FROM message"))
        .contains("\"name\":\"a.txt\",\"type\":\"text/plain\",\"size\":12")
        .doesNotContain("b.bin");
    assertThat(gateway.query("SELECT CAST(bytes AS TEXT) FROM content")).isEqualTo("what it says");
  }

  @Test
  @DisplayName("S16, S17: a very long reply is a file below its beginning, once, its answer lost")
  void longReply() throws Exception {
    gateway.start();
    String text = "echo " + "so many words ".repeat(700);
    discord.rest().then(() -> gateway.later(Duration.ofMinutes(5)));
    discord.rest().next(new Fine(), new Lost());
    discord.say(LOBBY, ANN, text);
    gateway.settled(1);
    assertThat(discord.said(LOBBY)).hasSize(2);
    assertThat(discord.said(LOBBY).get(0)).endsWith("(The whole of it is in the file below.)");
    String whole =
        Base64.getEncoder().encodeToString(("echo: " + text).getBytes(StandardCharsets.UTF_8));
    assertThat(discord.files(LOBBY))
        .singleElement()
        .asString()
        .startsWith("answer-")
        .endsWith(".md: " + whole);
  }
}
