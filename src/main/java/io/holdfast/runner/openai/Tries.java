package io.holdfast.runner.openai;

import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.runner.Backoff;
import io.holdfast.runner.LiveText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a model call until it succeeds, fails for good, or has been made often enough. Confined to
 * one event loop.
 */
final class Tries {

  private static final Logger LOG = LoggerFactory.getLogger(Tries.class);
  private static final long NO_TIMER = -1;

  /** Whoever is to wait for longer is told at once, and others need not wait behind it. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Endpoint endpoint;
  private final int retries;
  private final Backoff backoff;
  private final LiveText live;
  private final AttemptId attempt;
  private final Promise<Answer> answer = Promise.promise();
  private @Nullable ModelCall call;
  private long timer = NO_TIMER;
  private int made;
  private boolean cancelled;

  /**
   * @param retries how many calls may follow the first
   * @param live shows the answer as it comes
   * @param attempt for the log
   */
  Tries(Endpoint endpoint, int retries, Backoff backoff, LiveText live, AttemptId attempt) {
    this.endpoint = endpoint;
    this.retries = retries;
    this.backoff = backoff;
    this.live = live;
    this.attempt = attempt;
  }

  /** Gives the answer; fails with {@link ModelFailure}, or with {@code Cancelled}. */
  Future<Answer> run(JsonObject request) {
    if (cancelled) {
      return Future.failedFuture(new Cancelled("cancelled before the model was called"));
    }
    made = 1;
    make(request);
    return answer.future();
  }

  /** Ends the call or the wait for the next one; nothing runs any more when this returns. */
  void cancel() {
    cancelled = true;
    endpoint.vertx().cancelTimer(timer);
    Cancelled cause = new Cancelled("cancelled while the model was called");
    if (call != null) {
      call.cancel(cause);
    }
    answer.tryFail(cause);
  }

  /** How many calls were made. */
  int made() {
    return made;
  }

  private void make(JsonObject request) {
    live.again();
    ModelCall next = endpoint.call(request, live::say);
    call = next;
    next.run()
        .onSuccess(answer::tryComplete)
        .onFailure(cause -> failed(request, next.dialect(), cause));
  }

  private void failed(JsonObject request, Dialect used, Throwable cause) {
    if (cancelled || !(cause instanceof ModelFailure failure)) {
      answer.tryFail(cause);
    } else if (endpoint.learns(used, failure)) {
      LOG.info("model server takes less {} dialect={}", id(), used);
      make(request);
    } else if (failure.passing() && made <= retries && bearable(failure)) {
      again(request, failure);
    } else {
      answer.tryFail(failure.passing() ? failure.after(made) : failure);
    }
  }

  private static boolean bearable(ModelFailure failure) {
    return failure.waiting().filter(wait -> wait.compareTo(PATIENCE) > 0).isEmpty();
  }

  private void again(JsonObject request, ModelFailure failure) {
    Duration wait = failure.waiting().orElseGet(() -> backoff.before(made));
    LOG.warn(
        "model call failed {} code={} try={} wait_ms={}",
        id(),
        failure.code(),
        made,
        wait.toMillis());
    made++;
    timer = endpoint.vertx().setTimer(Math.max(1, wait.toMillis()), id -> make(request));
  }

  private String id() {
    return "turn=" + attempt.turn() + " attempt=" + attempt.number();
  }
}
