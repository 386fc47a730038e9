package io.holdfast.connector;

import io.holdfast.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** What a block says of the rate of messages under {@code key}; empty where it says nothing. */
    public static Optional<Rate> of(Settings block, String key) {
      Settings rate = block.section(key);
      return block.has(key)
          ? Optional.of(new Rate(rate.number("messages"), rate.duration("per")))
          : Optional.empty();
    }

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
