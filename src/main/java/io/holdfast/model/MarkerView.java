package io.holdfast.model;

/**
 * The durable note that a turn is to be resumed.
 *
 * @param stop the stop that wrote it
 * @param reason why
 * @param at milliseconds since the epoch
 */
public record MarkerView(String stop, Reason reason, long at) {}
