package io.holdfast.model;

import java.util.Set;

/**
 * The life of one outbound operation. Where sends may be repeated for ever it needs no attempts:
 * what was not acknowledged is sent again under the same id. Everywhere else an attempt is
 * committed before it is made, so that a crash in the middle of it is seen.
 */
public enum DeliveryState {
  /** Committed and not yet acknowledged; of several pieces some may be sent. */
  PENDING,
  /**
   * Nobody has fetched it for long; its chat, or an operator, decides whether it still goes out. It
   * may have been, and be acknowledged after all.
   */
  HELD,
  /** About to be written to the platform, or written and not answered yet. */
  ATTEMPTING,
  /** Nobody knows if the platform has it; to be found out, or decided by policy. */
  UNKNOWN,
  /** Acknowledged; final. */
  SENT,
  /** Given up, for a reason that it or the timeline gives; only an operator sends it after all. */
  DEAD;

  /** The states that may follow this one. */
  public Set<DeliveryState> next() {
    return switch (this) {
      case PENDING -> Set.of(SENT, HELD, ATTEMPTING, DEAD);
      case HELD -> Set.of(PENDING, SENT, DEAD);
      case ATTEMPTING -> Set.of(PENDING, UNKNOWN, SENT, DEAD);
      case UNKNOWN -> Set.of(PENDING, ATTEMPTING, SENT, DEAD);
      case DEAD -> Set.of(PENDING);
      case SENT -> Set.of();
    };
  }
}
