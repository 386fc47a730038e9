package io.holdfast.connector;

import io.holdfast.config.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast people may write, each of them and all of a chat together. It goes by when something was
 * said: what comes late, and all at once, was not said too fast. Not thread-safe.
 */
public final class Throttle {

  /** So many messages are remembered: one that is offered again is not another one. */
  private static final int MANY = 1_000;

  private final RateLimits people;
  private final RateLimits chats;
  private final Map<String, Boolean> decided =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MANY;
        }
      };

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
   * Whether a message may be taken; the same for the same one, however often it is offered.
   *
   * @param message what tells it from any other
   * @param sentAt when it was said, in milliseconds since the epoch
   */
  public boolean takes(String message, String sender, String chat, long sentAt) {
    return decided.computeIfAbsent(
        message,
        first -> {
          now = sentAt;
          return people.take(sender) == 0 && chats.take(chat) == 0;
        });
  }

  /** Whether its sender may have been told that it is not taken. */
  public boolean refused(String message) {
    return Boolean.FALSE.equals(decided.get(message));
  }
}
