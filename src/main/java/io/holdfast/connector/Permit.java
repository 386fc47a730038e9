package io.holdfast.connector;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.retry.Bound;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The right to use an account, which lasts as long as the lease of its credential. Safe from any
 * thread.
 */
@FunctionalInterface
public interface Permit {

  /**
   * Whether a send that begins now and takes no longer than {@code timeout} ends while it lasts.
   */
  boolean mayStillSend(Duration timeout);

  /**
   * Begins a send if it would end while the right lasts. Fails with {@link NotReady} where it would
   * not, and nothing was sent then; with {@link java.util.concurrent.TimeoutException} when it took
   * longer than {@code timeout}, and what was sent then is not known. Throws what {@code send}
   * throws.
   */
  default <T> Future<T> send(Duration timeout, Supplier<Future<T>> send) {
    if (!mayStillSend(timeout)) {
      return Future.failedFuture(new NotReady("the lease of the credential does not last so long"));
    }
    Future<T> begun = send.get();
    return new Bound(timeout.toMillis()).on(() -> begun);
  }
}
