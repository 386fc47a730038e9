package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.blocking.Loop;
import io.holdfast.connector.SendFailure;
import io.holdfast.connector.discord.FakeRest.Limited;
import io.holdfast.retry.Hasty;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is asked of Discord's REST API")
class RestIT {

  private static final String MESSAGES = "/channels/" + FakeDiscord.LOBBY + "/messages";

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private FakeDiscord discord;

  @BeforeEach
  void start() throws Exception {
    discord = FakeDiscord.open(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** A clock by which a millisecond goes by whenever somebody looks. */
  private static InstantSource slow() {
    AtomicLong looks = new AtomicLong();
    return () -> Instant.ofEpochMilli(looks.incrementAndGet());
  }

  @Test
  @DisplayName("S50: is asked again after however many waits, and answered")
  void waits() {
    Rest rest = new Rest(Hasty.of(vertx), "bot", discord.api(), FakeDiscord.TOKEN, slow());
    discord.rest().next(new Limited(50, true));
    Optional<Buffer> hello = Optional.of(Buffer.buffer("{\"content\": \"hello\"}"));
    assertThat(why(() -> rest.ask(HttpMethod.POST, MESSAGES, hello)))
        .isInstanceOf(SendFailure.Wait.class);
    assertThat(loop.ask(() -> rest.look("/users/@me"))).isEqualTo(discord.bot());
  }

  @Test
  @DisplayName("fails with a token that no header can hold without a word of it")
  void noHeader() {
    Rest rest = new Rest(vertx, "bot", discord.api(), "hunter2\n", InstantSource.system());
    assertThat(why(() -> rest.ask(HttpMethod.GET, "/users/@me", Optional.empty())))
        .isInstanceOf(SendFailure.NotSent.class)
        .hasMessage("not reached: IllegalArgumentException");
  }

  @ParameterizedTest(name = "Retry-After: {0}, {1} ms")
  @CsvSource({"70, 70000", "0, 5000", "86400, 3600000", "soon, 5000"})
  @DisplayName("waits, with all else, for as long as what stands before Discord says:")
  void turnedAway(String retryAfter, long millis) {
    HttpServer guard = guard(429, retryAfter);
    String address = "http://127.0.0.1:" + guard.actualPort();
    Rest rest = new Rest(vertx, "bot", address, FakeDiscord.TOKEN, slow());
    Throwable refused = why(() -> rest.ask(HttpMethod.GET, "/users/@me", Optional.empty()));
    Throwable notAsked = why(() -> rest.ask(HttpMethod.POST, MESSAGES, Optional.empty()));
    assertThat(List.of(refused, notAsked))
        .allSatisfy(
            cause -> {
              assertThat(cause).isInstanceOf(SendFailure.Wait.class);
              assertThat(((SendFailure.Wait) cause).everywhere()).isTrue();
              assertThat(((SendFailure.Wait) cause).millis()).isBetween(millis - 100, millis);
            });
  }

  private HttpServer guard(int status, String retryAfter) {
    return Loop.await(
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .setStatusCode(status)
                        .putHeader("Retry-After", retryAfter)
                        .end("<html>"))
            .listen(0, "127.0.0.1"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {403, 404})
  @DisplayName("does not take what stands before Discord for Discord:")
  void notDiscord(int status) {
    String address = "http://127.0.0.1:" + guard(status, "").actualPort();
    Rest rest = new Rest(vertx, "bot", address, FakeDiscord.TOKEN, slow());
    Throwable refused = why(() -> rest.ask(HttpMethod.POST, MESSAGES, Optional.empty()));
    assertThat(refused)
        .isInstanceOfSatisfying(
            ApiFailure.class,
            failure -> {
              assertThat(failure.passing()).isTrue();
              assertThat(failure.ofSend()).isInstanceOf(SendFailure.NotSent.class);
            });
  }

  private Throwable why(Supplier<Future<Object>> asked) {
    return loop.ask(() -> asked.get().transform(done -> Future.succeededFuture(done.cause())));
  }
}
