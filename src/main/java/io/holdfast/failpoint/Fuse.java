package io.holdfast.failpoint;

/** What a test has happen at the points. */
@FunctionalInterface
public interface Fuse {

  /**
   * The calling thread has reached a point. Called from any thread; returns what is to happen, or
   * does not return: it may end the process, hold the thread for ever, or throw {@link Halted}.
   *
   * @param point its name, as in {@link Failpoint#point()} or {@link Boundary#points}
   */
  Action reached(String point);
}
