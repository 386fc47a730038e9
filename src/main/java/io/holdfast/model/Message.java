package io.holdfast.model;

/**
 * An accepted message.
 *
 * @param id the gateway's id for it
 * @param inbound what was received
 * @param acceptedAt milliseconds since the epoch
 */
public record Message(String id, Inbound inbound, long acceptedAt) {}
