package io.holdfast.model;

import java.util.Set;

/**
 * The life of one outbound operation, for connectors whose sends may be repeated for ever: what was
 * not acknowledged is sent again under the same id.
 */
public enum DeliveryState {
  /** Committed and not yet acknowledged. */
  PENDING,
  /** Acknowledged; final. */
  SENT,
  /** Given up, for a reason that the timeline gives; final. */
  DEAD;

  /** The states that may follow this one. */
  public Set<DeliveryState> next() {
    return this == PENDING ? Set.of(SENT, DEAD) : Set.of();
  }
}
