package io.holdfast.connector;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How fast each may write. Not thread-safe. */
public final class RateLimits {

  /** Those that are remembered; the one that was silent longest is forgotten first. */
  private static final int MANY = 10_000;

  private final Optional<Budget.Rate> rate;
  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MANY;
        }
      };

  /**
   * @param rate what each may write; empty for as much as it likes
   */
  public RateLimits(Optional<Budget.Rate> rate, InstantSource clock) {
    this.rate = rate;
    this.time = new ClockMeter(clock);
  }

  /** Takes one message of {@code who}: 0, or after how many milliseconds to try again. */
  public long take(String who) {
    if (rate.isEmpty()) {
      return 0;
    }
    ConsumptionProbe probe =
        buckets.computeIfAbsent(who, unknown -> bucket(rate.get())).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket(Budget.Rate allowed) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(allowed.operations())
                    .refillGreedy(allowed.operations(), allowed.per()))
        .withCustomTimePrecision(time)
        .build();
  }
}
