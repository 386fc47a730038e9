package io.holdfast.model;

/**
 * Where a chat's messages go.
 *
 * @param runner the runner's id in the configuration
 * @param doubleText what becomes of a message that arrives while its session is busy
 * @param maxQueue how many turns of one session may wait; one more is refused
 */
public record Route(String runner, DoubleText doubleText, int maxQueue) {}
