package io.holdfast.model;

import java.util.Optional;

/**
 * A turn as an operator sees it.
 *
 * @param id the turn
 * @param session the key of its session
 * @param address where it was asked
 * @param runner the runner that works on it
 * @param state where it stands
 * @param cancelled its user or an operator asked to stop it
 * @param attempt its last attempt, 0 before the first
 * @param interruptions how often it was interrupted in a row without a new step
 * @param steps how many of its steps have a RESULT
 * @param node where it is RUNNING; empty otherwise
 * @param marker the marker in force
 * @param acceptedAt when its first message was accepted, in milliseconds since the epoch
 * @param since when it entered its state, in milliseconds since the epoch
 */
public record TurnView(
    String id,
    String session,
    Address address,
    String runner,
    TurnState state,
    boolean cancelled,
    int attempt,
    int interruptions,
    int steps,
    String node,
    Optional<MarkerView> marker,
    long acceptedAt,
    long since) {}
