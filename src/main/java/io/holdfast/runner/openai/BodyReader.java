package io.holdfast.runner.openai;

import io.vertx.core.buffer.Buffer;

/** Takes the body of a response, as it comes. */
interface BodyReader {

  /**
   * Takes the next bytes.
   *
   * @throws ModelFailure when they say that there will be no answer
   */
  void feed(Buffer bytes);

  /** Whether all has been said; what may follow is of no interest. */
  boolean complete();

  /**
   * Takes the end, orderly or not.
   *
   * @throws ModelFailure when there is no answer, or not all of it
   */
  Answer end();
}
