package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.Sender;
import java.util.Locale;

/** With whom one shares a session where several people write in one chat. */
public enum SessionPer {
  /** Everybody in the chat, or in a thread of it. */
  CHAT,
  /** Nobody: each person there has a session of their own. */
  PERSON;

  /** The setting's value: {@code chat} or {@code person}. */
  public static SessionPer of(String setting) {
    return valueOf(setting.toUpperCase(Locale.ROOT));
  }

  /**
   * Where what somebody said belongs.
   *
   * @param here where it was said
   * @param direct whether nobody else is there
   */
  public Address address(Address here, Sender sender, boolean direct) {
    return this == CHAT || direct ? here : here.of(sender.id());
  }
}
