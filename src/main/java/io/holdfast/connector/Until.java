package io.holdfast.connector;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Does something again and again until it succeeds. Each time begins anew on the event loop: one
 * future in another, a level for each time, overflows the stack after some thousands, and what
 * waits for the outermost is never told.
 */
public final class Until<T> {

  private final Supplier<Future<T>> step;
  private final BooleanSupplier unwanted;
  private final Supplier<Future<Void>> pause;
  private final Promise<Void> ended = Promise.promise();

  private Until(Supplier<Future<T>> step, BooleanSupplier unwanted, Supplier<Future<Void>> pause) {
    this.step = step;
    this.unwanted = unwanted;
    this.pause = pause;
  }

  /**
   * Completes when the step has succeeded, or has failed and is not wanted any more; never fails. A
   * step that throws has failed.
   *
   * @param unwanted asked after each step that failed
   * @param pause what is waited for between two steps; not completed yet when it is returned
   */
  public static <T> Future<Void> succeeded(
      Supplier<Future<T>> step, BooleanSupplier unwanted, Supplier<Future<Void>> pause) {
    Until<T> until = new Until<>(step, unwanted, pause);
    until.once();
    return until.ended.future();
  }

  private void once() {
    Future.succeededFuture()
        .compose(begin -> step.get())
        .onComplete(
            done -> {
              if (done.succeeded() || unwanted.getAsBoolean()) {
                ended.complete();
              } else {
                pause.get().onSuccess(over -> once());
              }
            });
  }
}
