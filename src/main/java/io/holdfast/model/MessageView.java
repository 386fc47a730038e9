package io.holdfast.model;

/**
 * A message as an operator sees it: without its text.
 *
 * @param connector where it came in
 * @param platformId the platform's id of it
 * @param kind {@code task}, {@code steering}, {@code answer}, {@code command} or {@code retracted}
 * @param sender the platform's id of who wrote it
 * @param acceptedAt milliseconds since the epoch
 */
public record MessageView(
    String connector, String platformId, String kind, String sender, long acceptedAt) {}
