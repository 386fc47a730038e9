package io.holdfast.connector.discord;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing after the other, each until it has succeeded: what cannot be committed now is not
 * passed over. Confined to one event loop.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final long PAUSE = 1_000;

  private final Vertx vertx;
  private final String connector;
  private final Deque<Supplier<Future<Void>>> waiting = new ArrayDeque<>();
  private final Promise<Void> idle = Promise.promise();
  private boolean busy;
  private boolean pausing;
  private boolean closed;

  Lane(Vertx vertx, String connector) {
    this.vertx = vertx;
    this.connector = connector;
  }

  /** Does this after all that came before. */
  void add(Supplier<Future<Void>> step) {
    waiting.add(step);
    next();
  }

  int waiting() {
    return waiting.size();
  }

  /** Begins nothing more; completes when what was begun has ended, whether well or not. */
  Future<Void> close() {
    closed = true;
    if (!busy) {
      idle.tryComplete();
    }
    return idle.future();
  }

  private void next() {
    if (closed || busy || pausing || waiting.isEmpty()) {
      return;
    }
    busy = true;
    Supplier<Future<Void>> step = waiting.element();
    Future.succeededFuture()
        .compose(begin -> step.get())
        .onComplete(
            done -> {
              busy = false;
              if (closed) {
                idle.tryComplete();
              } else if (done.succeeded()) {
                waiting.remove();
                next();
              } else {
                LOG.warn("event=not-taken connector={} cause={}", connector, "" + done.cause());
                pause();
              }
            });
  }

  private void pause() {
    pausing = true;
    vertx
        .timer(PAUSE, TimeUnit.MILLISECONDS)
        .onSuccess(
            over -> {
              pausing = false;
              next();
            });
  }
}
