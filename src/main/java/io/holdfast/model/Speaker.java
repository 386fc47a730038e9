package io.holdfast.model;

/**
 * Somebody who has said something, as who may speak is asked anew.
 *
 * @param at where it was said
 * @param id the platform's own user id
 * @param approved whether an operator has approved of them, and has not taken that back
 * @param direct whether they have asked for that in this chat, which is theirs alone then
 */
public record Speaker(Address at, String id, boolean approved, boolean direct) {}
