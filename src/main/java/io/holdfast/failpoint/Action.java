package io.holdfast.failpoint;

/** What becomes of what is done at a point. A fuse that ends the process gives none. */
public sealed interface Action {

  /** Nothing happens. */
  Action PASS = new Pass();

  /** It fails; where it was done already, its result is lost. */
  Action FAIL = new Fail();

  /** See {@link #PASS}. */
  record Pass() implements Action {}

  /** See {@link #FAIL}. */
  record Fail() implements Action {}

  /**
   * It is held up.
   *
   * @param millis for how many milliseconds
   */
  record Delay(long millis) implements Action {}
}
