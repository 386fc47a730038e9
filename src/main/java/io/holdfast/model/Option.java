package io.holdfast.model;

/**
 * An answer that is offered: a platform that has buttons shows one.
 *
 * @param label what stands on it
 * @param text what whoever chooses it says, as a message of theirs
 */
public record Option(String label, String text) {}
