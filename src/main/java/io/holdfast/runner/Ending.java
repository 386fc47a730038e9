package io.holdfast.runner;

/** Why an attempt was asked to end before it came to its outcome. */
enum Ending {
  /** Nobody asked. */
  NONE,
  /** A drain, or its user's {@code /pause}: at its next step, to be resumed. */
  AT_BOUNDARY,
  /** A drain whose patience is over: now, to be resumed. */
  ABANDONED,
  /** Its user's {@code /stop}: now, for good. */
  BY_USER,
  /** Its deadline: now, for good. */
  TIMED_OUT,
  /** The store says that it is not the current attempt any more. */
  SUPERSEDED;

  /** Whether what the attempt has started is to be ended now. */
  boolean immediate() {
    return this != NONE && this != AT_BOUNDARY;
  }
}
