package io.holdfast.retry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long something may take.
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
    return after(((ContextInternal) vertx.getOrCreateContext()).succeededFuture(), work);
  }

  /** As {@link #on(Vertx, Supplier)}, for one whom Vert.x calls: he has a context. */
  public <T> Future<T> on(Supplier<? extends Future<T>> work) {
    ContextInternal here = ContextInternal.current();
    return after(here == null ? Future.succeededFuture() : here.succeededFuture(), work);
  }

  private <T> Future<T> after(Future<Void> now, Supplier<? extends Future<T>> work) {
    return now.compose(begin -> work.get()).timeout(millis, TimeUnit.MILLISECONDS);
  }

  /** Why it failed, for the log. */
  public String why(Throwable failure) {
    return failure instanceof TimeoutException
        ? "took longer than " + millis + " ms"
        : failure.toString();
  }
}
