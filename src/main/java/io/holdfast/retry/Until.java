package io.holdfast.retry;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does something again and again until it is enough. Each time begins anew on the event loop: one
 * future in another, a level for each time, overflows the stack after some thousands, and what
 * waits for the outermost is never told.
 */
public final class Until<T> {

  private final Supplier<Future<T>> step;
  private final Predicate<AsyncResult<T>> enough;
  private final Supplier<Future<Void>> pause;
  private final Promise<T> ended = Promise.promise();

  private Until(
      Supplier<Future<T>> step, Predicate<AsyncResult<T>> enough, Supplier<Future<Void>> pause) {
    this.step = step;
    this.enough = enough;
    this.pause = pause;
  }

  /**
   * Gives what the last step has given, or fails as it did. A step that throws has failed.
   *
   * @param enough asked after each step, whether it was the last one
   * @param pause what is waited for between two steps; either of them takes its time
   */
  public static <T> Future<T> enough(
      Supplier<Future<T>> step, Predicate<AsyncResult<T>> enough, Supplier<Future<Void>> pause) {
    Until<T> until = new Until<>(step, enough, pause);
    until.once();
    return until.ended.future();
  }

  /**
   * Completes when the step has succeeded, or has failed and is not wanted any more; never fails.
   *
   * @param unwanted asked after each step that failed
   * @param pause what is waited for between two steps; either of them takes its time
   */
  public static <T> Future<Void> succeeded(
      Supplier<Future<T>> step, BooleanSupplier unwanted, Supplier<Future<Void>> pause) {
    return enough(step, done -> done.succeeded() || unwanted.getAsBoolean(), pause)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void once() {
    Future.succeededFuture()
        .compose(begin -> step.get())
        .onComplete(
            done -> {
              if (enough.test(done)) {
                ended.handle(done);
              } else {
                pause.get().onSuccess(over -> once());
              }
            });
  }
}
