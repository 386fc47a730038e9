package io.holdfast.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A message as a connector received it, before it is accepted.
 *
 * @param address where it was said
 * @param platformId the platform's id for it, unique within the connector for ever
 * @param sender who said it
 * @param text what was said
 * @param attachments files that came with it
 * @param sentAt when it was sent as its platform says, in milliseconds since the epoch; 0 where
 *     only its sender might
 */
public record Inbound(
    Address address,
    String platformId,
    Sender sender,
    String text,
    List<Attachment> attachments,
    long sentAt) {

  public Inbound {
    attachments = List.copyOf(attachments);
  }

  /** What was said where only words count: the text, with the names of the files below it. */
  public String words() {
    return Attachment.mentioned(text, attachments);
  }

  /** The same with another text. */
  public Inbound saying(String other) {
    return new Inbound(address, platformId, sender, other, attachments, sentAt);
  }

  /** The same with other files. */
  public Inbound having(List<Attachment> others) {
    return new Inbound(address, platformId, sender, text, others, sentAt);
  }

  /**
   * SHA-256 over what makes two messages the same one (place, sender, text, attachments), in hex. A
   * redelivery has the fingerprint of the first; another body under the same id has not.
   */
  public String fingerprint() {
    MessageDigest sha = sha256();
    add(sha, address.chat());
    add(sha, address.thread());
    add(sha, sender.id());
    add(sha, text);
    for (Attachment attachment : attachments) {
      add(sha, attachment.name());
      add(sha, attachment.type());
      add(sha, attachment.data());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    sha.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
