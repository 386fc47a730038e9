package io.holdfast.model;

import java.util.Locale;

/** What a notice is about. */
public enum NoticeKind {
  /** The gateway goes away with this chat's turn running. */
  RESTARTING,
  /** A turn goes on after an interruption that was long enough to mention. */
  RESUMED,
  /** The loop breaker set a turn aside. */
  QUARANTINED,
  /** A turn waits for its user's answer or decision. */
  QUESTION,
  /** A turn failed. */
  FAILED,
  /** The session is suspended, so what was just accepted waits. */
  SUSPENDED,
  /** Replies are held back since nobody has fetched them for long. */
  HELD,
  /** The answer to a slash command, or, of a turn, that it has ended as it was asked to. */
  COMMAND;

  /** The word used on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
