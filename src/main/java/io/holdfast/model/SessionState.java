package io.holdfast.model;

/** Whether a session's turns may run. */
public enum SessionState {
  /** Its turns are claimed as they come. */
  ACTIVE,
  /** Set aside by its user or by the loop breaker: nothing runs until {@code /resume}. */
  SUSPENDED
}
