package io.holdfast.model;

/** What became of the change of a message that was told before. */
public enum Revision {
  /** It is committed. */
  MADE,
  /** The message stays as it is: it was taken, or is no longer, or not, what is changed. */
  PASSED_OVER,
  /** No such message was accepted. */
  UNKNOWN
}
