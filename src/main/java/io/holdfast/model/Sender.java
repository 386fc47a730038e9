package io.holdfast.model;

/**
 * Who wrote a message.
 *
 * @param id the platform's own user id
 * @param name a name to show, empty when the platform gave none
 */
public record Sender(String id, String name) {}
