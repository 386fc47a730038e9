package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.turn.Wording;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar is killed around what an operator decides about people. */
@DisplayName("A bot on Telegram, killed,")
class TelegramDoorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private FakeTelegram telegram;
  private RealGateway gateway;

  @BeforeEach
  void prepare() throws Exception {
    telegram = FakeTelegram.open(vertx).await(20, TimeUnit.SECONDS);
    gateway = new RealGateway(directory, config("pairing: true", 200));
  }

  @AfterEach
  void clean() throws Exception {
    gateway.destroy();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private String config(String allow, int pace) {
    return """
        drain-timeout: 3s
        store: {sqlite: holdfast.db}
        admin: {loopback-without-token: true}
        connectors:
          tg: {type: telegram, token: "1:t", api: "%s", stream: false, allow: {%s}}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(telegram.api(), allow, pace);
  }

  private HttpRequest post(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + gateway.port() + "/api/pairings/" + path))
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private int status(String path) throws Exception {
    return http.send(post(path), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void awaitText(int place, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(telegram.texts()).hasSizeGreaterThan(place);
              assertThat(telegram.texts().get(place)).isEqualTo(text);
            });
  }

  private void awaitSteps(int steps) {
    await().atMost(PATIENCE).until(() -> steps() >= steps);
  }

  private int steps() {
    return Integer.parseInt(gateway.query("SELECT count(*) FROM step WHERE state = 'RESULT'"));
  }

  @Test
  @DisplayName(
      "lets in whom an operator has approved of, tells them once, and goes by who is let in")
  void paired() throws Exception {
    gateway.start("store.approve.after");
    telegram.says(66, "hello");
    await().atMost(PATIENCE).until(() -> telegram.texts().size() == 1);
    String code = gateway.query("SELECT code FROM pairing");
    assertThat(telegram.texts().get(0)).isEqualTo(Wording.pairing(code));
    await().atMost(PATIENCE).until(() -> telegram.unconfirmed() == 0);
    assertThat(catchIo(code + "/approve")).isTrue();
    assertThat(gateway.awaitEnd()).isEqualTo(RealGateway.KILLED);

    gateway.start();
    awaitText(1, "You may write to me now.");
    assertThat(status(code + "/approve")).isEqualTo(404);
    telegram.says(66, "work for 60 steps");
    telegram.says(66, "and this");
    awaitSteps(2);
    assertThat(status("tg/66/revoke")).isEqualTo(200);
    gateway.kill();
    int before = steps();

    gateway.start();
    awaitText(2, Wording.turnedAway());
    awaitText(3, Wording.turnedAway());
    assertThat(gateway.query("SELECT group_concat(state) FROM turn"))
        .isEqualTo("CANCELLED,CANCELLED");
    assertThat(steps()).isEqualTo(before);
    assertThat(telegram.texts()).hasSize(4);
  }

  private boolean catchIo(String path) throws InterruptedException {
    try {
      http.send(post(path), HttpResponse.BodyHandlers.discarding());
      return false;
    } catch (IOException killed) {
      return true;
    }
  }

  @Test
  @DisplayName("goes on for those only whom its configuration still lets in")
  void removed() throws Exception {
    gateway.configure(config("users: [5, 6]", 200));
    gateway.start();
    telegram.says(5, "work for 60 steps");
    telegram.says(6, "work for 60 steps");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                gateway
                    .query("SELECT count(DISTINCT turn) FROM step WHERE state = 'RESULT'")
                    .equals("2"));
    gateway.kill();
    gateway.configure(config("users: [6]", 10));
    gateway.start();
    await().atMost(PATIENCE).until(() -> telegram.texts().size() == 2);
    assertThat(telegram.visible())
        .anySatisfy(
            said -> {
              assertThat(said.chat()).isEqualTo("5");
              assertThat(said.text()).isEqualTo(Wording.turnedAway());
            })
        .anySatisfy(
            said -> {
              assertThat(said.chat()).isEqualTo("6");
              assertThat(said.text()).contains("step 1 attempt 1", "step 60 attempt 2");
            });
  }
}
