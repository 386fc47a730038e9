package io.holdfast.model;

/**
 * A session as an operator sees it.
 *
 * @param key its durable name
 * @param address where its chat is
 * @param state whether its turns may run
 * @param begun the turn that has begun and not ended; empty when there is none
 * @param queued how many turns wait in it
 * @param lastAt when its last message was accepted, in milliseconds since the epoch
 */
public record SessionView(
    String key, Address address, SessionState state, String begun, int queued, long lastAt) {}
