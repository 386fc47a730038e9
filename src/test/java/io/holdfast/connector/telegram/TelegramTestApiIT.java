package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.Ports;
import io.holdfast.jar.RealGateway;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its {@code getUpdates} answers at once, and gives an update once, whatever is confirmed. */
@DisplayName("Against telegram-test-api, a Bot API that we did not write, a bot")
class TelegramTestApiIT {

  private static final Path SOURCE = Path.of("src", "test", "telegram", "server.mjs");
  private static final Path HOME = Path.of("target", "telegram");
  private static final String TOKEN = "1:t";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private String api;
  private Process server;
  private RealGateway gateway;

  @BeforeEach
  void start() throws Exception {
    assertInstalled();
    Path script = HOME.resolve("server.mjs");
    Files.copy(SOURCE, script, StandardCopyOption.REPLACE_EXISTING);
    String port = Integer.toString(Ports.free());
    api = "http://127.0.0.1:" + port;
    Path said = directory.resolve("server.log");
    server =
        new ProcessBuilder("node", script.toString(), port)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    await().atMost(PATIENCE).until(() -> Files.readString(said).contains("ready"));
    gateway = new RealGateway(directory, config(200));
  }

  /** Fails, with what to do, where there is no server: nothing is proven without. */
  private static void assertInstalled() throws Exception {
    Process tools =
        new ProcessBuilder("scripts/tools", "node", "telegram-test-api")
            .redirectErrorStream(true)
            .start();
    String said = new String(tools.getInputStream().readAllBytes());
    assertThat(tools.waitFor())
        .as("scripts/tools node telegram-test-api is to install both, and says: %s", said)
        .isZero();
  }

  private String config(int pace) {
    return """
    drain-timeout: 10s
    store: {sqlite: holdfast.db}
    connectors:
      tg: {type: telegram, token: "%s", api: "%s", stream: false, allow: {users: [5]}}
    runners:
      demo: {type: demo, pace: %dms}
    """
        .formatted(TOKEN, api, pace);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.destroy();
    server.destroyForcibly().waitFor();
  }

  private JsonObject post(String path, JsonObject body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build();
    return new JsonObject(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private void says(String text) throws Exception {
    post("/sendMessage", FakeTelegram.message(5, "private", 5, text).put("botToken", TOKEN));
  }

  /** What a person's app has of the bot. */
  private List<String> shown() throws Exception {
    JsonArray all =
        post("/getUpdatesHistory", JsonObject.of("token", TOKEN)).getJsonArray("result");
    return all.stream()
        .map(one -> ((JsonObject) one).getJsonObject("message"))
        .filter(message -> message.containsKey("chat_id"))
        .map(message -> message.getString("text"))
        .toList();
  }

  @Test
  @DisplayName("S05, S47: is killed in mid-turn, hears what was said meanwhile, and answers once")
  void killed() throws Exception {
    gateway.start();
    says("hello");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shown()).containsExactly("echo: hello"));
    says("work for 60 steps");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.query("SELECT count(*) > 2 FROM step WHERE state = 'RESULT'").equals("1"));
    gateway.kill();
    says("and this");
    gateway.configure(config(10));
    gateway.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown()).hasSize(3));
    assertThat(shown().get(1)).contains("step 1 attempt 1", "step 60 attempt 2");
    assertThat(shown().get(2)).isEqualTo("echo: and this");
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    assertThat(shown()).hasSize(3);
  }
}
