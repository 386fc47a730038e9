package io.holdfast.connector;

import java.time.Duration;
import java.util.List;

/**
 * How fast messages may be sent or changed on a platform.
 *
 * @param chat what one chat takes; all of it holds
 * @param account what one account may write in all its chats; all of it holds
 */
public record Budget(List<Rate> chat, List<Rate> account) {

  /** As fast as it goes. */
  public static final Budget FREE = new Budget(List.of(), List.of());

  /** So many in so much time. */
  public record Rate(int operations, Duration per) {

    private Rate half() {
      return operations > 1
          ? new Rate(operations / 2, per)
          : new Rate(operations, per.multipliedBy(2));
    }
  }

  public Budget {
    chat = List.copyOf(chat);
    account = List.copyOf(account);
  }

  /** Half of it, or less. */
  Budget half() {
    return new Budget(
        chat.stream().map(Rate::half).toList(), account.stream().map(Rate::half).toList());
  }
}
