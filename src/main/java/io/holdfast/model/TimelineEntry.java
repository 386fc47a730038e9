package io.holdfast.model;

/**
 * One line of the answer to "what happened to my message?".
 *
 * @param at milliseconds since the epoch
 * @param event what happened, such as {@code accepted}, {@code claimed}, {@code interrupted}
 * @param turn the turn it happened to; empty before there is one
 * @param attempt the attempt, 0 where it does not matter
 * @param detail the reason, the outcome or the delivery; may be empty
 */
public record TimelineEntry(long at, String event, String turn, int attempt, String detail) {}
