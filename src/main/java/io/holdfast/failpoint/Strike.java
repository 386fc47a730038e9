package io.holdfast.failpoint;

/** A way to strike at a point. */
public enum Strike {
  /** The process ends there. */
  HALT,
  /** What is done there fails; where it is done already, its result is lost. */
  FAIL,
  /** What is done there, or the news of it, comes late. */
  DELAY
}
