package io.holdfast.runner.acp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Where files are read and written: threads that may block. */
final class Worker {

  private Worker() {}

  /** What {@code work} gives, or the failure that it throws. */
  static <T> Future<T> on(Vertx vertx, Callable<T> work) {
    return vertx.executeBlocking(work, false).map(done -> Objects.requireNonNull(done));
  }
}
