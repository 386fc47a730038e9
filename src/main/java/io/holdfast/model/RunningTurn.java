package io.holdfast.model;

/**
 * A turn that is RUNNING, as the store says.
 *
 * @param attempt its current attempt
 * @param address where it was asked
 * @param cancelled its user asked to stop it
 * @param suspended its session is suspended, so it is to stop at its next step
 * @param came how many messages came for it while it ran, taken or not
 */
public record RunningTurn(
    AttemptId attempt, Address address, boolean cancelled, boolean suspended, int came) {}
