package io.holdfast.model;

/**
 * A turn that a dead process left RUNNING, or that waits INTERRUPTED; what recovery judges.
 *
 * @param turn the turn's id
 * @param reason its marker's, or CRASH
 * @param session whether its session's turns may run
 * @param cancelled its user asked to stop it
 * @param interruptions how often in a row it was interrupted without a new step, this time included
 * @param interruptedAt the last sign of life before, in milliseconds since the epoch
 * @param steps how many of its steps have a RESULT
 */
public record Orphan(
    String turn,
    Reason reason,
    SessionState session,
    boolean cancelled,
    int interruptions,
    long interruptedAt,
    int steps) {}
