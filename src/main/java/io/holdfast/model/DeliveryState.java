package io.holdfast.model;

import java.util.Set;

/**
 * The life of one outbound operation, for connectors whose sends may be repeated for ever: what was
 * not acknowledged is sent again under the same id.
 */
public enum DeliveryState {
  /** Committed and not yet acknowledged. */
  PENDING,
  /**
   * Nobody has fetched it for long; its chat, or an operator, decides whether it still goes out. It
   * may have been, and be acknowledged after all.
   */
  HELD,
  /** Acknowledged; final. */
  SENT,
  /** Given up, for a reason that the timeline gives; only an operator sends it after all. */
  DEAD;

  /** The states that may follow this one. */
  public Set<DeliveryState> next() {
    return switch (this) {
      case PENDING -> Set.of(SENT, HELD, DEAD);
      case HELD -> Set.of(PENDING, SENT, DEAD);
      case DEAD -> Set.of(PENDING);
      case SENT -> Set.of();
    };
  }
}
