package io.holdfast.model;

import java.util.Locale;

/** What becomes of a message that arrives while its session's turn runs. */
public enum DoubleText {
  /** It waits its turn. */
  ENQUEUE,
  /** It joins those that wait already; they are answered together. */
  COLLECT,
  /** It is refused with {@link RejectCode#BUSY}. */
  REJECT;

  /** The policy named by a word of the configuration. */
  public static DoubleText of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
