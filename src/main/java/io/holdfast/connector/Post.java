package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Option;
import java.util.List;

/**
 * What makes one message on a platform: a delivery, or the piece of one that fits there.
 *
 * @param key what the platform may drop copies by: 24 characters of {@code 0-9a-f}, the same
 *     however often and by whatever process it is sent
 * @param address where it goes
 * @param text what is said; never longer than the platform's limit, empty only with attachments
 * @param attachments files that go with it
 * @param options answers that it offers, for platforms that have buttons
 * @param inReplyTo platform ids of the messages that it answers; empty for all but the first piece
 * @param triedAt when it was tried first, in milliseconds since the epoch: the platform has nothing
 *     of it from before
 */
public record Post(
    String key,
    Address address,
    String text,
    List<Attachment> attachments,
    List<Option> options,
    List<String> inReplyTo,
    long triedAt) {

  public Post {
    attachments = List.copyOf(attachments);
    options = List.copyOf(options);
    inReplyTo = List.copyOf(inReplyTo);
  }
}
