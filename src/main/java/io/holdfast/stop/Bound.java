package io.holdfast.stop;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How long a link of a stop may take.
 *
 * @param millis milliseconds
 */
public record Bound(long millis) {

  /** What {@code work} gives; fails when it throws, fails, or takes longer than this. */
  public <T> Future<T> on(Supplier<? extends Future<T>> work) {
    return Future.succeededFuture()
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
