package io.holdfast.connector.discord;

import java.time.Duration;

/** An id of Discord's, which grows with the time at which it was made. */
final class Snowflake {

  /** Discord's epoch, in milliseconds since the other one. */
  private static final long EPOCH = 1_420_070_400_000L;

  private static final int TIME_SHIFT = 22;

  private Snowflake() {}

  /** The number of an id; 0 for what is none. */
  static long of(String id) {
    return id.matches("\\d{1,18}|[1-8]\\d{18}") ? Long.parseLong(id) : 0;
  }

  /** The first id of a moment, in milliseconds since the epoch. */
  static long at(long millis) {
    return Math.max(0, millis - EPOCH) << TIME_SHIFT;
  }

  /** When an id was made, in milliseconds since the epoch. */
  static long time(long id) {
    return (id >> TIME_SHIFT) + EPOCH;
  }

  /** The first id of so much earlier. */
  static long before(long id, Duration earlier) {
    return Math.max(0, id - (earlier.toMillis() << TIME_SHIFT));
  }
}
