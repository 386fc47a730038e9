package io.holdfast.connector;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is left of a platform's budget: of each chat, and of the account. Not thread-safe. */
final class Allowance {

  /** Of so many chats it is remembered; that which was written to longest ago is full again. */
  private static final int CHATS = 10_000;

  /** More than anybody writes. */
  private static final List<Budget.Rate> FREE =
      List.of(new Budget.Rate(1_000_000, Duration.ofSeconds(1)));

  private final Budget budget;
  private final TimeMeter clock;
  private final Bucket account;
  private final Map<String, Bucket> chats = new LinkedHashMap<>(16, 0.75f, true);

  Allowance(Budget budget, InstantSource clock) {
    this.budget = budget;
    this.clock = meter(clock);
    this.account = bucket(budget.account());
  }

  /** Takes one operation in a chat; else says after how many milliseconds it may be had. */
  long take(String chat) {
    Bucket own = chats.computeIfAbsent(chat, first -> bucket(budget.chat()));
    if (chats.size() > CHATS) {
      chats.remove(chats.keySet().iterator().next());
    }
    long wait = Math.max(wait(own), wait(account));
    if (wait == 0) {
      own.tryConsume(1);
      account.tryConsume(1);
    }
    return wait;
  }

  private static long wait(Bucket bucket) {
    long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
  }

  private Bucket bucket(List<Budget.Rate> rates) {
    LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
    for (Budget.Rate rate : rates.isEmpty() ? FREE : rates) {
      builder.addLimit(
          limit -> limit.capacity(rate.operations()).refillGreedy(rate.operations(), rate.per()));
    }
    return builder.build();
  }

  private static TimeMeter meter(InstantSource clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
