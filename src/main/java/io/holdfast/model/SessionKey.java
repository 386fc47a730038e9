package io.holdfast.model;

/**
 * The durable name of one conversation: {@code connector/chat[/thread]}, each part with {@code %}
 * and {@code /} percent-encoded so that two different places never share a key.
 *
 * @param text the encoded key
 */
public record SessionKey(String text) {

  /** The session in which what is said at {@code address} belongs. */
  public static SessionKey of(Address address) {
    String key = encode(address.connector()) + "/" + encode(address.chat());
    return new SessionKey(address.thread().isEmpty() ? key : key + "/" + encode(address.thread()));
  }

  private static String encode(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  @Override
  public String toString() {
    return text;
  }
}
