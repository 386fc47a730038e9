package io.holdfast.model;

/**
 * One finished turn of a session's memory.
 *
 * @param question what its messages said, joined by blank lines
 * @param answer the whole reply
 */
public record Exchange(String question, String answer) {}
