package io.holdfast.model;

import java.util.List;

/**
 * One outbound operation as the outbox holds it.
 *
 * @param seq its place in the order of all deliveries; a chat's deliveries go out by it
 * @param id what a receiver deduplicates by; the same however often it is sent
 * @param address where it goes
 * @param turn the turn it belongs to; empty for a notice about no turn
 * @param content what is said
 * @param inReplyTo platform ids of the messages that it answers
 * @param createdAt milliseconds since the epoch
 */
public record Delivery(
    long seq,
    String id,
    Address address,
    String turn,
    Outgoing content,
    List<String> inReplyTo,
    long createdAt) {

  public Delivery {
    inReplyTo = List.copyOf(inReplyTo);
  }

  /** The same with its files mentioned only. */
  public Delivery mentioningFiles() {
    if (weight() == 0 || !(content instanceof Outgoing.Reply reply)) {
      return this;
    }
    String text = Attachment.mentioned(reply.text(), reply.attachments());
    Outgoing told = new Outgoing.Reply(reply.part(), reply.parts(), text, List.of());
    return new Delivery(seq, id, address, turn, told, inReplyTo, createdAt);
  }

  /** How much its files are, in characters of base64. */
  public long weight() {
    return content instanceof Outgoing.Reply reply
        ? reply.attachments().stream().mapToLong(file -> file.data().length()).sum()
        : 0;
  }
}
