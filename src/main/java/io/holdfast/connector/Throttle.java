package io.holdfast.connector;

import io.holdfast.config.Settings;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How fast people may write, each of them and all of a chat together. It goes by when something was
 * said: what comes late, and all at once, was not said too fast. Not thread-safe.
 */
public final class Throttle {

  private final RateLimits people;
  private final RateLimits chats;
  private long now;

  /**
   * @param block of a connector, with its {@code rate} and {@code chat-rate}
   */
  public Throttle(Settings block) {
    InstantSource said = () -> Instant.ofEpochMilli(now);
    this.people = new RateLimits(Budget.Rate.of(block, "rate"), said);
    this.chats = new RateLimits(Budget.Rate.of(block, "chat-rate"), said);
  }

  /**
   * Whether a message may be taken.
   *
   * @param sentAt when it was said, in milliseconds since the epoch
   */
  public boolean takes(String sender, String chat, long sentAt) {
    now = sentAt;
    return people.take(sender) == 0 && chats.take(chat) == 0;
  }
}
