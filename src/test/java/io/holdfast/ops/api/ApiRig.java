package io.holdfast.ops.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.holdfast.config.Config;
import io.holdfast.http.HttpGate;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The interface on a real server, over a fake store and gateway. */
final class ApiRig implements AutoCloseable {

  static final String TOKEN = "correct horse battery staple";

  final Vertx vertx = Vertx.vertx();
  final FakeStore store;
  final FakeControl control = new FakeControl();
  final AdminApi api;
  final int port;
  volatile Config.Admin admin = new Config.Admin(Optional.of(TOKEN), false);
  volatile long now = FakeStore.NOW;
  private final HttpGate gate = HttpGate.create(vertx, new HttpServerOptions());
  private final HttpClient client = vertx.createHttpClient();

  ApiRig(Path folder, int rows) {
    store = new FakeStore(rows);
    api =
        new AdminApi(
            store.store(),
            control,
            () -> admin,
            () -> Optional.of(folder),
            () -> Instant.ofEpochMilli(now));
    api.mount(gate);
    port = await(gate.listen("127.0.0.1", 0));
  }

  /** What came back. */
  record Reply(int status, MultiMap headers, Buffer body) {

    String type() {
      return Optional.ofNullable(headers.get("content-type")).orElse("");
    }

    JsonObject json() {
      return body.toJsonObject();
    }

    String code() {
      return json().getString("code");
    }
  }

  /** With the token. */
  Reply get(String uri) {
    return send("GET", uri, Map.of("Authorization", "Bearer " + TOKEN), "");
  }

  /** With the token and a JSON body. */
  Reply post(String uri, String body) {
    return post(uri, "application/json", body);
  }

  Reply post(String uri, String type, String body) {
    return send(
        "POST", uri, Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", type), body);
  }

  /** With these headers only; {@code Host} is the one it says. */
  Reply send(String method, String uri, Map<String, String> headers, String body) {
    return send(port, method, uri, headers, body);
  }

  /** To another server. */
  Reply send(int to, String method, String uri, Map<String, String> headers, String body) {
    RequestOptions options =
        new RequestOptions().setMethod(HttpMethod.valueOf(method)).setURI(uri).setPort(to);
    options.setHost("127.0.0.1");
    return await(client.request(options).compose(request -> exchange(request, headers, body)));
  }

  /** In one go on the client's context: what is listened to later may have passed by then. */
  private static Future<Reply> exchange(
      HttpClientRequest request, Map<String, String> headers, String body) {
    headers.forEach((name, value) -> header(request, name, value));
    return request
        .send(Buffer.buffer(body))
        .compose(
            response ->
                response
                    .body()
                    .map(got -> new Reply(response.statusCode(), response.headers(), got)));
  }

  private static void header(HttpClientRequest request, String name, String value) {
    if (name.equals("Transfer-Encoding")) {
      request.setChunked(true);
    } else if (name.equals("Host")) {
      request.authority(HostAndPort.parseAuthority(value, 80));
    } else {
      request.putHeader(name, value);
    }
  }

  void pass(Duration time) {
    now += time.toMillis();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(20, SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
