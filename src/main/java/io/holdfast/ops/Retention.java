package io.holdfast.ops;

import io.holdfast.retry.Until;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store forget journals, timelines and files whose time is over, some at a time. Looks at
 * once, and then every ten minutes; also where nothing is to be forgotten, as the store counts the
 * days.
 */
public final class Retention extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final long PERIOD = 600_000;

  private final Store store;
  private final Optional<Duration> kept;
  private final InstantSource clock;
  private boolean looking;
  private int forgotten;
  private boolean stopped;

  /**
   * @param kept for how long after a turn's end; empty for ever
   */
  public Retention(Store store, Optional<Duration> kept, InstantSource clock) {
    this.store = store;
    this.kept = kept;
    this.clock = clock;
  }

  /** Does not wait for its first look: nobody waits for what is over. */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD, tick -> look());
    look();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.succeededFuture();
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    forgotten = 0;
    Until.enough(
            this::forget,
            done -> done.failed() || done.result() == 0 || stopped,
            Future::succeededFuture)
        .onSuccess(all -> say())
        .onFailure(e -> LOG.warn("forgotten failed={}", e.toString()))
        .onComplete(done -> looking = false);
  }

  /** One piece after the other; others write in between. */
  private Future<Integer> forget() {
    long now = clock.millis();
    long over = kept.map(time -> now - time.toMillis()).orElse(0L);
    return store.forget(over, now).onSuccess(some -> forgotten += some);
  }

  private void say() {
    if (forgotten > 0) {
      LOG.info("forgotten items={}", forgotten);
    }
  }
}
