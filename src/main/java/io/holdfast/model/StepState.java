package io.holdfast.model;

/** What the journal knows of a step. An INTENT that an earlier attempt left behind is UNKNOWN. */
public enum StepState {
  /** Committed before the effect; it may or may not have happened. */
  INTENT,
  /** The effect happened; its result is in the journal and it never runs again. */
  RESULT
}
