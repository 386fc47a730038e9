package io.holdfast.model;

/**
 * One journaled piece of a turn.
 *
 * @param key the runner's name for it, unique within the turn
 * @param label what to show a person
 * @param state INTENT or RESULT
 * @param attempt the attempt that wrote the INTENT or, once there is one, the RESULT
 * @param result what the effect returned; empty while INTENT
 */
public record Step(String key, String label, StepState state, int attempt, String result) {

  /** What keys begin with under which a turn took messages; a runner's own name never does. */
  public static final String STEERING = "steering:";
}
