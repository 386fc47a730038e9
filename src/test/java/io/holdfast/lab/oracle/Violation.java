package io.holdfast.lab.oracle;

/**
 * A promise that was not kept.
 *
 * @param invariant I1 to I11
 * @param what in one line, with the ids that it takes to find it
 */
public record Violation(String invariant, String what) {}
