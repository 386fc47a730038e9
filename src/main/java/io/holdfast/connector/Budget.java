package io.holdfast.connector;

import java.time.Duration;
import java.util.List;

/**
 * How fast a platform may be written to, whatever the operation.
 *
 * @param chat what one chat takes; all of it holds
 * @param account what one account may write in all its chats; all of it holds
 */
public record Budget(List<Rate> chat, List<Rate> account) {

  /** As fast as it goes. */
  public static final Budget FREE = new Budget(List.of(), List.of());

  /** So many in so much time. */
  public record Rate(int operations, Duration per) {}

  public Budget {
    chat = List.copyOf(chat);
    account = List.copyOf(account);
  }
}
