package io.holdfast.stop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long a link of a stop may take.
 *
 * @param millis milliseconds
 */
public record Bound(long millis) {

  /**
   * What {@code work} gives; fails when it throws, fails, or takes longer than this. What follows
   * runs on the caller's context in any case: a Future of no context tells that it has timed out on
   * a thread that all of the process share.
   */
  public <T> Future<T> on(Vertx vertx, Supplier<? extends Future<T>> work) {
    return ((ContextInternal) vertx.getOrCreateContext())
        .succeededFuture()
        .compose(begin -> work.get())
        .timeout(millis, TimeUnit.MILLISECONDS);
  }

  /** Why it failed, for the log. */
  public String why(Throwable failure) {
    return failure instanceof TimeoutException
        ? "took longer than " + millis + " ms"
        : failure.toString();
  }
}
