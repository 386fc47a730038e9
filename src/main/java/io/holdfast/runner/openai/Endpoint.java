package io.holdfast.runner.openai;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;

/** One model server, and what has been learnt about it. Confined to one event loop. */
final class Endpoint {

  /** How many turns run at once is the verticle's to say; the pool must not make them wait. */
  private static final int CONNECTIONS = 1024;

  private final Vertx vertx;
  private final OpenAiSettings settings;
  private final Diagnosis diagnosis;
  // In a field for as long as it is wanted: Vert.x closes a client that nobody refers to.
  private final HttpClient client;
  private final RequestOptions options;
  private Dialect dialect = Dialect.common();

  Endpoint(Vertx vertx, OpenAiSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.diagnosis = new Diagnosis(settings.model(), settings.apiKey());
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.options = options(settings);
  }

  private static RequestOptions options(OpenAiSettings settings) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(uri(settings.baseUrl()))
            .setConnectTimeout(settings.connectTimeout().toMillis())
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "text/event-stream, application/json");
    return settings.apiKey().isEmpty()
        ? options
        : options.putHeader("Authorization", "Bearer " + settings.apiKey());
  }

  /** The address of the completions; a query, as some gateways want one, stays at its end. */
  static String uri(String baseUrl) {
    int mark = baseUrl.indexOf('?');
    String base = mark < 0 ? baseUrl : baseUrl.substring(0, mark);
    String query = mark < 0 ? "" : baseUrl.substring(mark);
    return base.replaceAll("/+$", "") + "/chat/completions" + query;
  }

  /** A call of {@code request}, not yet made, in the dialect that is known to be understood. */
  ModelCall call(JsonObject request, Consumer<String> delta) {
    Buffer body = dialect.apply(request, settings).toBuffer();
    return new ModelCall(this, dialect, body, delta);
  }

  /** Takes a refusal as a hint; true if the same request is worth making again at once. */
  boolean learns(Dialect used, ModelFailure refusal) {
    if (refusal.passing()) {
      return false;
    }
    var better = refusal.error().flatMap(used::after);
    better.ifPresent(next -> dialect = next);
    return better.isPresent();
  }

  Vertx vertx() {
    return vertx;
  }

  HttpClient client() {
    return client;
  }

  RequestOptions options() {
    return options;
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }

  Duration idleTimeout() {
    return settings.idleTimeout();
  }
}
