package io.holdfast.blocking;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An event loop for a test. What is confined to one must not be asked anything by the test's own
 * thread: it may be too late there to hear the answer.
 */
public final class Loop {

  private static final int PATIENCE_SECONDS = 60;

  private final Context context;

  /** One of its own for each test. */
  public Loop(Vertx vertx) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Has something done on it, and does not wait for that. */
  public void run(Runnable action) {
    context.runOnContext(on -> action.run());
  }

  /** Begins something on it. */
  public <T> Future<T> begin(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        on -> Future.succeededFuture().compose(begun -> action.get()).onComplete(promise));
    return promise.future();
  }

  /** Does something on it, and gives what comes of it in the end, or throws what it failed with. */
  public <T> T ask(Supplier<Future<T>> action) {
    return await(begin(action));
  }

  /** Makes something on it. */
  public <T> T make(Supplier<T> what) {
    return ask(() -> Future.succeededFuture(what.get()));
  }

  /** Waits for a Future and gives its result, or throws its failure. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not end in " + PATIENCE_SECONDS + " s", e);
    }
  }
}
