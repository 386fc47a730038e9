package io.holdfast.model;

/**
 * A delivery as an operator sees it: without its text.
 *
 * @param id what a receiver deduplicates by
 * @param connector where it goes out
 * @param chat where it goes
 * @param turn the turn that it belongs to; empty for a notice about no turn
 * @param kind {@code reply}, or the kind of the notice
 * @param part which part of the reply, from 1
 * @param parts of how many
 * @param state where it stands
 * @param createdAt milliseconds since the epoch
 * @param finalAt when it became SENT or DEAD, in milliseconds since the epoch; 0 before
 * @param because why it is not sent, as its platform or the outbox says; empty where nobody did
 */
public record DeliveryView(
    String id,
    String connector,
    String chat,
    String turn,
    String kind,
    int part,
    int parts,
    DeliveryState state,
    long createdAt,
    long finalAt,
    String because) {}
