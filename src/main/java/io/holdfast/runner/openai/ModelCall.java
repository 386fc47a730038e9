package io.holdfast.runner.openai;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to a model, from its connection to its last byte. Confined to one event loop. */
final class ModelCall {

  /** A server that has said {@code [DONE]} may take this long to end its response. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final long NO_TIMER = -1;

  private final Endpoint endpoint;
  private final Dialect dialect;
  private final Buffer body;
  private final Consumer<String> delta;
  private final Promise<Answer> answer = Promise.promise();
  private @Nullable HttpClientRequest request;
  private @Nullable BodyReader reader;
  private boolean settled;
  private long heard;
  private long timer = NO_TIMER;

  ModelCall(Endpoint endpoint, Dialect dialect, Buffer body, Consumer<String> delta) {
    this.endpoint = endpoint;
    this.dialect = dialect;
    this.body = body;
    this.delta = delta;
  }

  /** The dialect that it is made in. */
  Dialect dialect() {
    return dialect;
  }

  /** Makes it. Fails with {@link ModelFailure}, or with what it was cancelled with. */
  Future<Answer> run() {
    endpoint
        .client()
        .request(endpoint.options())
        .onFailure(cause -> settle(endpoint.diagnosis().unreachable(cause)))
        .onSuccess(this::send);
    return answer.future();
  }

  /** Ends it at once, and closes its connection. */
  void cancel(Throwable cause) {
    settle(cause);
  }

  private void send(HttpClientRequest connected) {
    if (settled) {
      connected.reset();
      return;
    }
    request = connected;
    heard = System.nanoTime();
    watch(endpoint.idleTimeout());
    connected
        .send(body)
        .onFailure(cause -> settle(endpoint.diagnosis().unreachable(cause)))
        .onSuccess(this::read);
  }

  private void read(HttpClientResponse response) {
    if (settled) {
      return;
    }
    heard = System.nanoTime();
    BodyReader chosen = readerOf(response);
    reader = chosen;
    response
        .handler(bytes -> take(chosen, bytes))
        .exceptionHandler(cause -> end(chosen))
        .endHandler(v -> end(chosen));
  }

  private BodyReader readerOf(HttpClientResponse response) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      return new ErrorReader(
          endpoint.diagnosis(), status, RetryAfter.of(response.headers(), Instant.now()));
    }
    return new AnswerReader(endpoint.diagnosis(), delta);
  }

  private void take(BodyReader chosen, Buffer bytes) {
    if (settled || chosen.complete()) {
      return;
    }
    heard = System.nanoTime();
    try {
      chosen.feed(bytes);
    } catch (ModelFailure failure) {
      settle(failure);
      return;
    }
    if (chosen.complete()) {
      watch(LINGER);
    }
  }

  private void end(BodyReader chosen) {
    if (settled) {
      return;
    }
    try {
      Answer whole = chosen.end();
      settled = true;
      endpoint.vertx().cancelTimer(timer);
      answer.complete(whole);
    } catch (ModelFailure failure) {
      settle(failure);
    }
  }

  private void settle(Throwable cause) {
    if (settled) {
      return;
    }
    settled = true;
    endpoint.vertx().cancelTimer(timer);
    if (request != null) {
      request.reset();
    }
    answer.fail(cause);
  }

  /**
   * Watches for silence. Vert.x's own idle timeout of a request becomes shorter each time that data
   * renews it, so a slow stream would be cut.
   */
  private void watch(Duration limit) {
    endpoint.vertx().cancelTimer(timer);
    long rest = limit.minusNanos(System.nanoTime() - heard).toMillis();
    if (rest > 0) {
      timer = endpoint.vertx().setTimer(rest, id -> watch(limit));
    } else {
      silent(limit);
    }
  }

  private void silent(Duration limit) {
    if (reader != null && reader.complete()) {
      end(reader);
      Optional.ofNullable(request).ifPresent(HttpClientRequest::reset);
    } else {
      String seconds = " for " + limit.toSeconds() + " seconds";
      settle(ModelFailure.passing("silent", "The model server was silent" + seconds, ""));
    }
  }
}
