package io.holdfast.connector;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is left of a platform's budget: of each chat, and of the account. What nobody waits for gets
 * half of it at most, and never the last that the account has. Not thread-safe.
 */
final class Allowance {

  /** Of so many chats it is remembered; that which was written to longest ago is full again. */
  private static final int CHATS = 10_000;

  /** More than anybody writes. */
  private static final List<Budget.Rate> FREE =
      List.of(new Budget.Rate(1_000_000, Duration.ofSeconds(1)));

  /** All of a budget, and the half of it. */
  private record Share(Bucket all, Bucket aside) {}

  private static final class Chat {
    private final Share share;
    private long closedUntil;

    private Chat(Share share) {
      this.share = share;
    }
  }

  private final Budget budget;
  private final InstantSource clock;
  private final Share account;
  private final Map<String, Chat> chats = new LinkedHashMap<>(16, 0.75f, true);

  Allowance(Budget budget, InstantSource clock) {
    this.budget = budget;
    this.clock = clock;
    this.account = share(budget.account(), budget.half().account());
  }

  /** Takes one operation in a chat; else says after how many milliseconds it may be had. */
  long take(String chat) {
    Chat own = chat(chat);
    long wait = Math.max(closed(own), Math.max(wait(own.share.all), wait(account.all)));
    if (wait == 0) {
      own.share.all.tryConsume(1);
      account.all.tryConsume(1);
    }
    return wait;
  }

  /** Takes one operation in a chat that nobody waits for, if there is one to spare. */
  boolean takeAside(String chat) {
    Chat own = chat(chat);
    boolean has =
        own.share.all.getAvailableTokens() > 0 && own.share.aside.getAvailableTokens() > 0;
    if (!has || !takeAsideOfAll(chat)) {
      return false;
    }
    own.share.all.tryConsume(1);
    own.share.aside.tryConsume(1);
    return true;
  }

  /** The same of the account alone: what writes nothing in the chat. */
  boolean takeAsideOfAll(String chat) {
    boolean has = account.all.getAvailableTokens() > 1 && account.aside.getAvailableTokens() > 0;
    if (!has || closed(chat(chat)) > 0) {
      return false;
    }
    account.all.tryConsume(1);
    account.aside.tryConsume(1);
    return true;
  }

  /** The platform wants nothing in a chat for so many milliseconds. */
  void close(String chat, long millis) {
    Chat own = chat(chat);
    own.closedUntil = Math.max(own.closedUntil, clock.millis() + millis);
  }

  private Chat chat(String name) {
    Chat own =
        chats.computeIfAbsent(name, first -> new Chat(share(budget.chat(), budget.half().chat())));
    if (chats.size() > CHATS) {
      chats.remove(chats.keySet().iterator().next());
    }
    return own;
  }

  private long closed(Chat chat) {
    return Math.max(0, chat.closedUntil - clock.millis());
  }

  private static long wait(Bucket bucket) {
    long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
  }

  private Share share(List<Budget.Rate> all, List<Budget.Rate> half) {
    return new Share(bucket(all), bucket(half));
  }

  private Bucket bucket(List<Budget.Rate> rates) {
    LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(new ClockMeter(clock));
    for (Budget.Rate rate : rates.isEmpty() ? FREE : rates) {
      builder.addLimit(
          limit -> limit.capacity(rate.operations()).refillGreedy(rate.operations(), rate.per()));
    }
    return builder.build();
  }
}
