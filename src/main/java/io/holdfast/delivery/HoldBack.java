package io.holdfast.delivery;

import io.holdfast.config.Config;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back what nobody has fetched for long, and asks once: a chat that comes back after an
 * outage is not buried under a hundred old replies. Looks before anything can be sent, then every
 * minute.
 */
public final class HoldBack extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(HoldBack.class);
  private static final long PERIOD = 60_000;

  /** A chat that fetches nothing for so long is away, not slow. */
  private static final Duration AWAY = Duration.ofHours(1);

  private final Store store;
  private final Supplier<Config.Deliveries> limits;
  private final IntFunction<String> question;
  private final InstantSource clock;

  /**
   * @param limits asked at each look, since a reload may change them
   * @param question what a chat is asked, by how many deliveries are held
   */
  public HoldBack(
      Store store,
      Supplier<Config.Deliveries> limits,
      IntFunction<String> question,
      InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.question = question;
    this.clock = clock;
  }

  /**
   * Completes when it has looked for the first time; fails when it could not: what is to be held
   * back would be sent.
   */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD, tick -> look());
    return look();
  }

  private Future<Integer> look() {
    long now = clock.millis();
    Config.Deliveries most = limits.get();
    return store
        .holdBack(
            now - most.holdAfter().toMillis(),
            most.holdAbove(),
            now - AWAY.toMillis(),
            question,
            now)
        .onSuccess(HoldBack::say)
        .onFailure(e -> LOG.warn("held-back failed={}", e.toString()));
  }

  private static void say(int held) {
    if (held > 0) {
      LOG.info("held-back deliveries={}", held);
    }
  }
}
