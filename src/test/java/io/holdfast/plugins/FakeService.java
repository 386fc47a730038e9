package io.holdfast.plugins;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An agent behind HTTP that answers as it is told to, or not at all. */
final class FakeService {

  /** A call: under which key, and what it asked. */
  record Call(String key, JsonObject body) {}

  private final HttpServer server;
  private final List<Call> calls = new ArrayList<>();
  private final AtomicInteger cut = new AtomicInteger();
  private volatile Function<JsonObject, Optional<JsonObject>> agent = call -> Optional.empty();

  private FakeService(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static Future<FakeService> open(Vertx vertx) {
    FakeService fake = new FakeService(vertx);
    return fake.server.listen(0, "127.0.0.1").map(fake);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/agent";
  }

  /**
   * What it says to a call, with a {@code status} if that is not to be 200; where that is empty it
   * says nothing, and keeps the caller waiting.
   */
  void answers(Function<JsonObject, Optional<JsonObject>> by) {
    agent = by;
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many callers went away while they waited. */
  int cut() {
    return cut.get();
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              heard(new Call(request.getHeader("Idempotency-Key"), body.toJsonObject()));
              request.response().exceptionHandler(gone -> cut.incrementAndGet());
              agent
                  .apply(body.toJsonObject())
                  .ifPresent(
                      answer ->
                          request
                              .response()
                              .setStatusCode(answer.getInteger("status", 200))
                              .end(answer.toBuffer()));
            });
  }

  private synchronized void heard(Call call) {
    calls.add(call);
  }
}
