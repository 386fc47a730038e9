package io.holdfast.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a message that arrives while its session is busy. */
public enum DoubleText {
  /** It waits its turn. */
  ENQUEUE,
  /** It joins those that wait already; they are answered together, once nobody adds to them. */
  COLLECT,
  /** The turn that runs takes it while it works, if its runner can; else it waits its turn. */
  STEER,
  /** It ends the turn that runs, and is answered next. */
  INTERRUPT,
  /** It is refused with {@link RejectCode#BUSY}. */
  REJECT;

  /** The policy that a word names, in the configuration or in a chat; empty for any other word. */
  public static Optional<DoubleText> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst();
  }

  /** How it is written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
