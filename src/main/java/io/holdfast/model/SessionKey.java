package io.holdfast.model;

/**
 * The durable name of one conversation: {@code connector/chat[/thread[/person]]}, each part with
 * {@code %} and {@code /} percent-encoded so that two different places never share a key. A part
 * that is empty before one that is not stays empty: {@code connector/chat//person}.
 *
 * @param text the encoded key
 */
public record SessionKey(String text) {

  /** The session in which what is said at {@code address} belongs. */
  public static SessionKey of(Address address) {
    String chat = encode(address.connector()) + "/" + encode(address.chat());
    if (!address.person().isEmpty()) {
      String thread = "/" + encode(address.thread());
      return new SessionKey(chat + thread + "/" + encode(address.person()));
    }
    return new SessionKey(
        address.thread().isEmpty() ? chat : chat + "/" + encode(address.thread()));
  }

  private static String encode(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  @Override
  public String toString() {
    return text;
  }
}
