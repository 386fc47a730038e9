package io.holdfast.model;

/**
 * A gateway process and its lease on life.
 *
 * @param id the node
 * @param joinedAt when it started, in milliseconds since the epoch
 * @param renewedAt its last sign of life, in milliseconds since the epoch
 * @param endedAt when it stopped cleanly or was found dead, in milliseconds since the epoch; 0
 *     while it lives
 */
public record NodeView(String id, long joinedAt, long renewedAt, long endedAt) {}
