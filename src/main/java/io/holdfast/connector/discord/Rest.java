package io.holdfast.connector.discord;

import io.holdfast.connector.SendFailure;
import io.holdfast.retry.Until;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientForm;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discord's REST API. Nothing is asked before it may be, and nothing is sent twice. Confined to one
 * event loop.
 */
final class Rest {

  private static final Logger LOG = LoggerFactory.getLogger(Rest.class);
  private static final int CONNECTIONS = 16;
  private static final long CONNECT = 2_000;
  private static final Duration SILENCE = Duration.ofSeconds(4);
  private static final int TOO_MANY = 429;
  private static final int FAILED = 400;
  private static final int TRIES = 4;
  private static final long FIRST_PAUSE = 500;

  /** As Discord wants bots to name themselves. */
  private static final String AGENT = "DiscordBot (https://holdfast.io, 0.1)";

  private final Vertx vertx;
  private final String connector;
  private final InstantSource clock;
  private final String base;
  private final String token;
  private final Limits limits = new Limits();
  // In a field for as long as it is wanted: Vert.x closes a client that nobody refers to.
  private final HttpClient client;

  /**
   * @param connector whose it is, for the log
   * @param base its URL, without a slash at its end
   * @param clock one that nobody sets
   */
  Rest(Vertx vertx, String connector, String base, String token, InstantSource clock) {
    this.vertx = vertx;
    this.connector = connector;
    this.base = base;
    this.token = token;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /**
   * Asks once, and gives the answer's body, empty where it has none. Fails with {@link ApiFailure},
   * or with a {@link SendFailure}, which is never {@link SendFailure.Refused}.
   */
  Future<Object> ask(HttpMethod method, String path, Optional<Buffer> body) {
    return ask(
        method,
        path,
        request -> {
          request.putHeader("Content-Type", "application/json");
          return body.map(request::send).orElseGet(request::send);
        });
  }

  /** As {@link #ask}, by POST and with a file in the body. */
  Future<Object> upload(String path, ClientForm body) {
    return ask(HttpMethod.POST, path, request -> request.send(body));
  }

  private Future<Object> ask(
      HttpMethod method,
      String path,
      Function<HttpClientRequest, Future<HttpClientResponse>> send) {
    // One budget for all messages of a channel.
    String route = method + " " + path.replaceFirst("\\?.*|(?<=/messages/)\\d+$", "");
    long now = clock.millis();
    long left = limits.left(route, now);
    if (left > 0) {
      return Future.failedFuture(
          new SendFailure.Wait(left, limits.everywhere(now), "not before it may be asked again"));
    }
    return Future.succeededFuture(method)
        // In here, as a header that is none is thrown back with the token in it.
        .compose(by -> client.request(options(by, path)))
        .recover(cause -> Future.failedFuture(new SendFailure.NotSent(notReached(cause))))
        .compose(request -> answered(send.apply(request), route));
  }

  /** Asks for something, and again where that may help; waits as long as it is told to. */
  Future<Object> look(String path) {
    return insist(HttpMethod.GET, path, Optional.empty());
  }

  /** Says what something is from now on, and again as {@link #look} does. */
  Future<Object> put(String path, Buffer body) {
    return insist(HttpMethod.PUT, path, Optional.of(body));
  }

  private Future<Object> insist(HttpMethod method, String path, Optional<Buffer> body) {
    Tries tries = new Tries();
    return Until.enough(() -> ask(method, path, body), tries::over, () -> later(tries.pause));
  }

  private Future<Void> later(long millis) {
    return vertx.timer(Math.max(1, millis), TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** Whether to ask again, and when. Where it is told to wait it has not been asked. */
  private static final class Tries {
    private int failed;
    private long pause;

    private boolean over(AsyncResult<Object> done) {
      if (done.cause() instanceof SendFailure.Wait wait) {
        pause = wait.millis();
        return false;
      }
      failed++;
      pause = FIRST_PAUSE << failed;
      boolean passing = !(done.cause() instanceof ApiFailure failure) || failure.passing();
      return done.succeeded() || !passing || failed == TRIES;
    }
  }

  private static String notReached(Throwable cause) {
    return "not reached: " + cause.getClass().getSimpleName();
  }

  private RequestOptions options(HttpMethod method, String path) {
    return new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(base + path)
        .setConnectTimeout(CONNECT)
        .setIdleTimeout(SILENCE.toMillis())
        .putHeader("Authorization", "Bot " + token)
        .putHeader("User-Agent", AGENT);
  }

  private Future<Object> answered(Future<HttpClientResponse> sent, String route) {
    return sent.compose(response -> response.body().map(bytes -> new Heard(response, bytes)))
        .recover(cause -> Future.failedFuture(new SendFailure.Unknown(cause.toString())))
        .compose(heard -> understood(heard, route));
  }

  private record Heard(HttpClientResponse response, Buffer bytes) {

    private String header(String name) {
      return Optional.ofNullable(response.getHeader(name)).orElse("");
    }
  }

  private Future<Object> understood(Heard heard, String route) {
    long now = clock.millis();
    int status = heard.response().statusCode();
    Object value = value(heard.bytes());
    JsonObject object = value instanceof JsonObject json ? json : new JsonObject();
    if (status == TOO_MANY) {
      return Future.failedFuture(refused(heard, object, route, now));
    }
    limits.told(
        route, heard.header("X-RateLimit-Remaining"), heard.header("X-RateLimit-Reset-After"), now);
    return status < FAILED
        ? Future.succeededFuture(value)
        : Future.failedFuture(new ApiFailure(status, object));
  }

  private SendFailure refused(Heard heard, JsonObject told, String route, long now) {
    if (told.containsKey("retry_after")) {
      limits.refused(route, told, now);
    } else {
      limits.turnedAway(heard.header("Retry-After"), now);
    }
    long left = limits.left(route, now);
    if (limits.everywhere(now)) {
      LOG.warn("event=asked-too-much connector={} again-in={}ms", connector, left);
    }
    return new SendFailure.Wait(left, limits.everywhere(now), "it was asked too much");
  }

  private static Object value(Buffer bytes) {
    try {
      Object value = bytes.length() == 0 ? new JsonObject() : Json.decodeValue(bytes);
      return value instanceof JsonArray || value instanceof JsonObject ? value : new JsonObject();
    } catch (DecodeException e) {
      return new JsonObject();
    }
  }

  Future<Void> close() {
    return client.close();
  }
}
