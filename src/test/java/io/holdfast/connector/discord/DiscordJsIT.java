package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("discord.js, with which most bots are made, takes the fake Discord for Discord:")
class DiscordJsIT {

  private static final Path SOURCE = Path.of("src", "test", "discord");
  private static final Path HOME = Path.of("target", "discord");

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private FakeDiscord discord;
  private Process client;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
    assertInstalled();
    Path script = HOME.resolve("judge.mjs");
    Files.copy(SOURCE.resolve("judge.mjs"), script, StandardCopyOption.REPLACE_EXISTING);
    client =
        new ProcessBuilder(
                "node", script.toString(), discord.api().replace("/v10", ""), FakeDiscord.TOKEN)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("seen").toFile())
            .start();
    await().until(() -> !seen("ready").isEmpty());
  }

  /** Fails, with what to do, where there is no client: nothing is proven without. */
  private static void assertInstalled() throws Exception {
    Process tools =
        new ProcessBuilder("scripts/tools", "node", "discord.js").redirectErrorStream(true).start();
    String said = new String(tools.getInputStream().readAllBytes());
    assertThat(tools.waitFor())
        .as("scripts/tools node discord.js is to install Node and discord.js, and says: %s", said)
        .isZero();
  }

  @AfterEach
  void stop() throws Exception {
    client.destroyForcibly().waitFor();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private List<JsonObject> seen(String what) throws IOException {
    return Files.readAllLines(directory.resolve("seen")).stream()
        .filter(line -> line.startsWith("{"))
        .map(JsonObject::new)
        .filter(line -> what.equals(line.getString("seen")))
        .toList();
  }

  private JsonObject first(String what) throws IOException {
    await().until(() -> !seen(what).isEmpty());
    return seen(what).get(0);
  }

  private List<String> heard() throws IOException {
    return seen("message").stream().map(line -> line.getString("text")).toList();
  }

  private void awaitHeard(String text) {
    await().until(() -> heard().contains(text));
  }

  @Test
  @DisplayName(
      "it logs in, receives a message, and sends one, which its nonce makes the same twice")
  void talks() throws Exception {
    assertThat(first("ready").getString("user")).isEqualTo(FakeDiscord.BOT);
    String asked = discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "say hello");

    JsonObject sent = first("sent");
    assertThat(sent.getString("again")).isEqualTo(sent.getString("first")).isGreaterThan(asked);
    assertThat(discord.said(FakeDiscord.LOBBY)).containsExactly("hello");
    assertThat(first("listed").getJsonArray("texts")).isEqualTo(new JsonArray().add("hello"));
    awaitHeard("hello");
    discord.say(FakeDiscord.DIRECT, FakeDiscord.ANN, "between us");
    awaitHeard("between us");
    discord.say(FakeDiscord.THREAD, FakeDiscord.ANN, "in a thread");
    awaitHeard("in a thread");
    assertThat(seen("error")).isEmpty();
  }

  @Test
  @DisplayName("it changes a message, and is told that it is changed")
  void changes() throws Exception {
    first("ready");
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "change it to this");
    JsonObject changed = first("changed");
    assertThat(changed.getBoolean("same")).isTrue();
    assertThat(changed.getString("text")).isEqualTo("it to this");
    assertThat(first("update").getString("text")).isEqualTo("it to this");
    assertThat(discord.said(FakeDiscord.LOBBY)).containsExactly("it to this");
    assertThat(seen("error")).isEmpty();
  }

  @Test
  @DisplayName("it resumes when it is told to reconnect, and is told what was said meanwhile")
  void resumes() throws Exception {
    discord.askToReconnect();
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "meanwhile");
    awaitHeard("meanwhile");
    first("resumed");
    discord.close(4000);
    await().until(() -> seen("resumed").size() == 2);
    assertThat(discord.identifies()).isEqualTo(1);
    assertThat(heard()).containsOnlyOnce("meanwhile");
  }

  @Test
  @DisplayName("it logs in again when its session is no more, and obeys a limit")
  void begins() throws Exception {
    discord.invalidate(false);
    await().until(() -> discord.identifies() == 2 && seen("shard-ready").size() == 2);
    discord.rest().next(new FakeRest.Limited(0.25, false));
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "say it anyway");
    first("sent");
    List<FakeRest.Seen> tries = discord.rest().seen("POST", "/messages");
    assertThat(tries).extracting(FakeRest.Seen::status).containsExactly(429, 200, 200);
    assertThat(tries.get(1).at() - tries.get(0).at()).isGreaterThan(250_000_000);
  }

  @Test
  @DisplayName("it offers a command and a button, is told what people choose, and answers that")
  void offers() throws Exception {
    discord.say(FakeDiscord.LOBBY, FakeDiscord.ANN, "offer");
    awaitHeard("may I?");
    assertThat(discord.rest().commands())
        .singleElement()
        .extracting(command -> command.getString("name"))
        .isEqualTo("deny");
    assertThat(discord.buttons(FakeDiscord.LOBBY)).containsExactly("Yes");

    String pressed = discord.presses(FakeDiscord.LOBBY, FakeDiscord.BOB, "Yes");
    await().until(() -> discord.rest().answered(pressed).isPresent());
    String chosen = discord.chooses(FakeDiscord.DIRECT, FakeDiscord.ANN, "deny", "no");
    await().until(() -> discord.rest().answered(chosen).isPresent());
    assertThat(seen("interaction"))
        .extracting(line -> line.getString("kind") + " " + line.getString("what"))
        .containsExactly("button /yes", "command /deny no");
    assertThat(seen("error")).isEmpty();
  }
}
