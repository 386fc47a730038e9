package io.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * What goes out next in a chat, of which all before it is settled, as the outbox of a connector
 * that sends to a platform sees it. A text may go out in several pieces, each of which is sent, and
 * known to be sent, by itself.
 *
 * @param delivery without files
 * @param files those that were given with it, each of which is fetched when it is its turn
 * @param state {@link DeliveryState#PENDING}, {@link DeliveryState#ATTEMPTING} or {@link
 *     DeliveryState#UNKNOWN}
 * @param from up to this character its text is sent; there the next piece begins
 * @param upto where the piece ends that was tried last; means nothing while PENDING
 * @param triedAt when the piece was tried first, in milliseconds since the epoch; 0 for not yet
 * @param unknowns how often it was not known what became of the piece
 * @param later not to be tried before, in milliseconds since the epoch; 0 for at once
 * @param draft the message that is to become the piece, as far as it may be there
 */
public record Head(
    Delivery delivery,
    List<Attached> files,
    DeliveryState state,
    int from,
    int upto,
    long triedAt,
    int unknowns,
    long later,
    Optional<Draft> draft) {}
