package io.holdfast.runner.openai;

import java.time.Duration;
import java.util.Optional;

/** Why a model call gave no answer. */
final class ModelFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String what;
  private final String detail;
  private final boolean passing;
  private final transient Optional<Duration> wait;
  private final transient Optional<ProviderError> error;

  private ModelFailure(
      String code,
      String what,
      String detail,
      boolean passing,
      Optional<Duration> wait,
      Optional<ProviderError> error) {
    super(what, null, false, false);
    this.code = code;
    this.what = what;
    this.detail = detail;
    this.passing = passing;
    this.wait = wait;
    this.error = error;
  }

  /**
   * A failure that may be over the next time.
   *
   * @param what a clause without a full stop, such as "The model server failed"
   * @param detail what the other side said about it; may be empty
   */
  static ModelFailure passing(String code, String what, String detail) {
    return new ModelFailure(code, what, detail, true, Optional.empty(), Optional.empty());
  }

  /** A failure that trying again does not mend. */
  static ModelFailure permanent(String code, String what, String detail) {
    return new ModelFailure(code, what, detail, false, Optional.empty(), Optional.empty());
  }

  /** This failure, with what the server wants to be waited and what it said. */
  ModelFailure with(Optional<Duration> wait, ProviderError error) {
    return new ModelFailure(code, what, detail, passing, wait, Optional.of(error));
  }

  /** This failure after {@code tries} calls, for good. */
  ModelFailure after(int tries) {
    String whole = tries == 1 ? what : what + ", " + tries + " times in a row";
    return new ModelFailure(code, whole, detail, false, wait, error);
  }

  /** A short word for programs. */
  String code() {
    return code;
  }

  /** Whether it may be over the next time. */
  boolean passing() {
    return passing;
  }

  /** How long the server wants to be left alone. */
  Optional<Duration> waiting() {
    return wait;
  }

  /** What the server said, if it was the server that failed the call. */
  Optional<ProviderError> error() {
    return error;
  }

  /** What a user is told. */
  String sentence() {
    if (detail.isEmpty()) {
      return what + ".";
    }
    String end = detail.endsWith(".") || detail.endsWith("!") || detail.endsWith("?") ? "" : ".";
    return what + ": " + detail + end;
  }
}
