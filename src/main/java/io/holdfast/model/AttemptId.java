package io.holdfast.model;

/**
 * The fencing token: every write of an attempt names it, and once a later attempt of the same turn
 * exists, or the turn has ended, such a write changes nothing.
 *
 * @param turn the turn's id
 * @param number 1 for the first attempt
 */
public record AttemptId(String turn, int number) {}
