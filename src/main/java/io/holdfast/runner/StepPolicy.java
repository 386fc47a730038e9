package io.holdfast.runner;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** What to do about a step that is UNKNOWN: begun by an earlier attempt, with no result. */
public sealed interface StepPolicy {

  /** The effect is idempotent: run it again. */
  record Retry() implements StepPolicy {}

  /**
   * Find out.
   *
   * @param find gives the result if the effect happened, empty if it did not
   */
  record Reconcile(Supplier<Future<Optional<String>>> find) implements StepPolicy {}

  /** Ask the user whether it happened; {@code again} runs it again, {@code done} goes on. */
  record Ask() implements StepPolicy {}

  static StepPolicy retry() {
    return new Retry();
  }

  static StepPolicy reconcile(Supplier<Future<Optional<String>>> find) {
    return new Reconcile(find);
  }

  static StepPolicy ask() {
    return new Ask();
  }
}
