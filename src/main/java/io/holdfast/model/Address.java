package io.holdfast.model;

/**
 * Where on a platform something is said.
 *
 * @param connector the connector's id in the configuration
 * @param chat the platform's own chat id
 * @param thread the thread inside the chat, empty when there is none
 * @param person the platform's id of the one person whose it is, where each has a session of their
 *     own there; empty where everybody shares one
 */
public record Address(String connector, String chat, String thread, String person) {

  /** A place that everybody there shares. */
  public Address(String connector, String chat, String thread) {
    this(connector, chat, thread, "");
  }

  /** The same place, for one person alone. */
  public Address of(String person) {
    return new Address(connector, chat, thread, person);
  }
}
