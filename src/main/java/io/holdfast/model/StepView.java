package io.holdfast.model;

/**
 * A step as an operator sees it: without its result.
 *
 * @param key the runner's name for it
 * @param label what it is, for people
 * @param state INTENT or RESULT
 * @param attempt the attempt that wrote the last of them
 * @param begunAt when its INTENT was committed, in milliseconds since the epoch
 * @param endedAt when its RESULT was committed, in milliseconds since the epoch; 0 before
 */
public record StepView(
    String key, String label, StepState state, int attempt, long begunAt, long endedAt) {}
