package io.holdfast.connector.telegram;

import io.holdfast.connector.SendFailure;
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
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;

/** One bot at the Bot API. Confined to one event loop. */
final class BotApi {

  private static final long CONNECT = 2_000;
  private static final int CONNECTIONS = 17;

  /** A connection that has been idle is not trusted: what is written to it may be lost. */
  private static final int IDLE_SECONDS = 10;

  private static final int OK = 200;

  private final String base;
  private final String files;
  // In a field for as long as it is wanted: Vert.x closes a client that nobody refers to.
  private final HttpClient client;

  BotApi(Vertx vertx, String api, String token) {
    this.base = api + "/bot" + token + "/";
    this.files = api + "/file/bot" + token + "/";
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(IDLE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /**
   * Calls a method, and gives its {@code result} as a member of that name. Fails with {@link
   * SendFailure.NotSent} when the API was not reached, with {@link ApiFailure} when it says no, and
   * with {@link SendFailure.Unknown} when it does not say.
   *
   * @param silence after so long without an answer there is none
   */
  Future<JsonObject> call(String method, JsonObject arguments, Duration silence) {
    Buffer body = arguments.toBuffer();
    return call(
        method,
        silence,
        request -> request.putHeader("Content-Type", "application/json").send(body));
  }

  /** As {@link #call}, with a file among the arguments. */
  Future<JsonObject> upload(String method, ClientForm arguments, Duration silence) {
    return call(method, silence, request -> request.send(arguments));
  }

  private Future<JsonObject> call(
      String method,
      Duration silence,
      Function<HttpClientRequest, Future<HttpClientResponse>> send) {
    return Future.succeededFuture(method)
        // In here, as an address that is none is thrown back with all that it says.
        .compose(named -> client.request(options(named, silence)))
        .recover(e -> Future.failedFuture(new SendFailure.NotSent("not reached: " + name(e))))
        .compose(request -> answered(send.apply(request)));
  }

  /** Where a file is to be had; fails as {@link #call} does. */
  Future<String> file(String id, Duration silence) {
    return call("getFile", JsonObject.of("file_id", id), silence)
        .map(answer -> files + answer.getJsonObject("result").getString("file_path"));
  }

  private RequestOptions options(String method, Duration silence) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(base + method)
        .setConnectTimeout(CONNECT)
        .setIdleTimeout(silence.toMillis());
  }

  private static Future<JsonObject> answered(Future<HttpClientResponse> sent) {
    return sent.compose(response -> response.body().map(text -> answer(response, text)))
        .recover(BotApi::unknown);
  }

  private static Future<JsonObject> unknown(Throwable cause) {
    return Future.failedFuture(
        cause instanceof ApiFailure ? cause : new SendFailure.Unknown("no answer: " + name(cause)));
  }

  /** Nothing of the address, which has the token in it. */
  private static String name(Throwable cause) {
    return cause.getClass().getSimpleName();
  }

  private static JsonObject answer(HttpClientResponse response, Buffer text) {
    JsonObject body = json(text);
    if (response.statusCode() == OK && body.getValue("ok") instanceof Boolean ok && ok) {
      return body;
    }
    throw response.statusCode() == OK && body.isEmpty()
        ? new DecodeException("no JSON")
        : ApiFailure.of(response.statusCode(), body);
  }

  private static JsonObject json(Buffer text) {
    try {
      return text.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  /** Cuts what is under way. */
  Future<Void> close() {
    return client.close();
  }
}
