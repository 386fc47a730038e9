package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.turn.Command;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a bot on Discord offers to be chosen")
class DiscordButtonsIT {

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

  @Test
  @DisplayName("its commands stand in Discord's menu, and do what they do when they are typed")
  void menu() throws Exception {
    gateway.start();
    await().until(() -> !discord.rest().commands().isEmpty());
    assertThat(discord.rest().commands())
        .extracting(command -> "/" + command.getString("name"))
        .containsExactlyElementsOf(Stream.of(Command.values()).map(Command::word).toList());
    String token = discord.chooses(LOBBY, ANN, "status", "");
    await().until(() -> discord.said(LOBBY).equals(List.of("Nothing is running.")));
    await().until(() -> discord.rest().answered(token).isPresent());
    JsonObject answer = discord.rest().answered(token).orElseThrow().getJsonObject("data");
    assertThat(answer.getString("content")).isEqualTo("`/status`");
    assertThat(answer.getInteger("flags")).isEqualTo(64);
    gateway.settled(1);
  }

  @Test
  @DisplayName("a button decides once, before a restart or after it, and so does a command")
  void buttons() throws Exception {
    gateway.start();
    discord.say(LOBBY, ANN, "ask permission");
    await().until(() -> discord.said(LOBBY).size() == 1);
    assertThat(discord.buttons(LOBBY))
        .containsExactly("Approve", "Approve for this conversation", "Deny");
    gateway.stop();
    String approve = discord.presses(LOBBY, ANN, "Approve");
    String deny = discord.presses(LOBBY, BOB, "Deny");
    gateway.start();
    await().until(() -> discord.said(LOBBY).size() == 4);
    assertThat(discord.said(LOBBY).get(1)).isEqualTo("Permitted, this once.");
    assertThat(discord.said(LOBBY))
        .contains("I was permitted to do nothing, and have done it.")
        .filteredOn(text -> text.startsWith("This was decided already."))
        .hasSize(1);
    await().until(() -> discord.rest().answered(deny).isPresent());
    await().until(() -> discord.rest().answered(approve).isPresent());
    assertThat(discord.rest().answered(approve).orElseThrow().getInteger("type")).isEqualTo(6);

    discord.say(FakeDiscord.DIRECT, ANN, "ask permission");
    await().until(() -> discord.said(FakeDiscord.DIRECT).size() == 1);
    discord.chooses(FakeDiscord.DIRECT, ANN, "deny", "take a rest");
    await().until(() -> discord.said(FakeDiscord.DIRECT).size() == 3);
    assertThat(discord.said(FakeDiscord.DIRECT).get(2)).endsWith("but told: take a rest");
    gateway.settled(5);
  }

  @Test
  @DisplayName("what somebody chooses who may not speak does nothing, and they are told")
  void chosenByStrangers() throws Exception {
    gateway.allow("users: [\"" + ANN + "\"]").start();
    discord.say(LOBBY, ANN, "ask permission");
    await().until(() -> discord.said(LOBBY).size() == 1);
    String token = discord.presses(LOBBY, BOB, "Approve");
    await().until(() -> discord.rest().answered(token).isPresent());
    assertThat(discord.rest().answered(token).get().getJsonObject("data").getString("content"))
        .isEqualTo("I may not answer here. Whoever runs me can allow it.");
    assertThat(gateway.query("SELECT count(*) FROM message")).isEqualTo("1");
  }
}
