package io.holdfast.model;

import java.util.Locale;
import java.util.Set;

/** The life of a turn. The table in {@link #next()} is the only place that says what may follow. */
public enum TurnState {
  /** Waits to be claimed. */
  QUEUED,
  /** An attempt works on it. */
  RUNNING,
  /** Its attempt ended without an outcome; it is resumed before anything queued. */
  INTERRUPTED,
  /** Its user has to answer or decide. */
  ASKING,
  /** Set aside by the loop breaker until its user says {@code /resume}. */
  QUARANTINED,
  DONE,
  FAILED,
  CANCELLED;

  /** The states that may follow this one. */
  public Set<TurnState> next() {
    return switch (this) {
      case QUEUED -> Set.of(RUNNING, CANCELLED);
      case RUNNING -> Set.of(DONE, FAILED, CANCELLED, INTERRUPTED, ASKING, QUARANTINED);
      case INTERRUPTED -> Set.of(RUNNING, CANCELLED, ASKING, QUARANTINED);
      case ASKING, QUARANTINED -> Set.of(INTERRUPTED, CANCELLED);
      case FAILED, CANCELLED -> Set.of(QUEUED);
      case DONE -> Set.of();
    };
  }

  /** Whether the turn still holds its place in its session's queue. */
  public boolean open() {
    return switch (this) {
      case QUEUED, RUNNING, INTERRUPTED, ASKING, QUARANTINED -> true;
      case DONE, FAILED, CANCELLED -> false;
    };
  }

  /** The word used on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
