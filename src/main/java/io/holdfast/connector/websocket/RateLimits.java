package io.holdfast.connector.websocket;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast each sender may write. Not thread-safe. */
final class RateLimits {

  /** The senders that are remembered; the one that was silent longest is forgotten first. */
  private static final int SENDERS = 10_000;

  private final WebSocketSettings.@Nullable Rate rate;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > SENDERS;
        }
      };

  RateLimits(WebSocketSettings.@Nullable Rate rate, InstantSource clock) {
    this.rate = rate;
    this.time = new ClockMeter(clock);
  }

  /** Takes one message of {@code sender}: 0, or after how many milliseconds to try again. */
  long take(String sender) {
    if (rate == null) {
      return 0;
    }
    ConsumptionProbe probe =
        buckets.computeIfAbsent(sender, unknown -> bucket(rate)).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(WebSocketSettings.Rate allowed) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(allowed.messages()).refillGreedy(allowed.messages(), allowed.per()))
        .withCustomTimePrecision(time)
        .build();
  }

  private record ClockMeter(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
