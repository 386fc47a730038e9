package io.holdfast.connector.discord;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * When the REST API may be asked again, as it has said itself: one budget for whatever is asked.
 * Times are of a clock that nobody sets, in milliseconds. Confined to one event loop.
 */
final class Limits {

  /** Where it says to wait and not how long. */
  private static final long SOME_TIME = 5_000;

  /** Others say more than may be believed: it is asked again at times. */
  private static final long AN_HOUR = 3_600_000;

  private static final int MANY = 1000;
  private static final int THOUSANDTHS = 3;

  private final Map<String, Long> routes = new HashMap<>();
  private long everywhere;

  /** How long a route is still closed, in milliseconds; 0 when it is open. */
  long left(String route, long now) {
    return Math.max(0, Math.max(everywhere, routes.getOrDefault(route, 0L)) - now);
  }

  /** Whether it is the whole account that has to wait. */
  boolean everywhere(long now) {
    return everywhere > now;
  }

  /** It was asked too much. */
  void refused(String route, JsonObject body, long now) {
    long until = now + pause(body.getValue("retry_after"));
    if (Json.flag(body, "global")) {
      everywhere = Math.max(everywhere, until);
    } else {
      close(route, until, now);
    }
  }

  /**
   * What stands before Discord says no, in its own words: it means all that is asked.
   *
   * @param retryAfter the header {@code Retry-After}; empty where there is none
   */
  void turnedAway(String retryAfter, long now) {
    everywhere = Math.max(everywhere, now + Math.min(pause(retryAfter), AN_HOUR));
  }

  /** One of no time is none. */
  private static long pause(Object seconds) {
    long millis = millis(seconds);
    return millis == 0 ? SOME_TIME : millis;
  }

  /**
   * An answer told how often the route may still be asked.
   *
   * @param remaining the header {@code X-RateLimit-Remaining}; empty where there is none
   * @param resetAfter the header {@code X-RateLimit-Reset-After}, in seconds
   */
  void told(String route, String remaining, String resetAfter, long now) {
    if (remaining.equals("0") && !resetAfter.isEmpty()) {
      close(route, now + millis(resetAfter), now);
    }
  }

  private void close(String route, long until, long now) {
    if (routes.size() > MANY) {
      routes.values().removeIf(end -> end <= now);
    }
    routes.merge(route, until, Math::max);
  }

  /** Seconds with any number of decimals, which are never cut short. */
  static long millis(Object seconds) {
    try {
      return Math.max(
          0,
          new BigDecimal(String.valueOf(seconds))
              .movePointRight(THOUSANDTHS)
              .setScale(0, RoundingMode.CEILING)
              .longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return SOME_TIME;
    }
  }
}
