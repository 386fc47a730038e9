package io.holdfast.lab.report;

/**
 * What came of striking one point in one way.
 *
 * @param point its name
 * @param action halt, fail, delay, kill (the real process); of a mutation, what has noticed it
 * @param hit at its first or second hit in the run
 * @param runs how many runs tried it
 * @param struck how many of those reached it
 * @param red how many of those broke a promise
 */
public record Cell(String point, String action, int hit, long runs, long struck, long red) {}
