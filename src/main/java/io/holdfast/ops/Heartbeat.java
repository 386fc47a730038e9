package io.holdfast.ops;

import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a sign of life every few seconds, which is also the proof that the store can commit. It
 * beats to the end of a stop.
 */
public final class Heartbeat extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long PERIOD = 2_000;

  /** Whoever misses three beats is taken for dead by those who share his store. */
  public static final Duration LEASE = Duration.ofMillis(3 * PERIOD);

  /** Without a commit for so long, in milliseconds, the store counts as gone. */
  private static final long STALE = 3 * PERIOD;

  private final String node;
  private final Store store;
  private final InstantSource clock;
  private volatile long lastBeat;
  private volatile boolean failing;

  /** The heartbeat of {@code node}, which has just joined. */
  public Heartbeat(String node, Store store, InstantSource clock) {
    this.node = node;
    this.store = store;
    this.clock = clock;
    this.lastBeat = clock.millis();
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD, tick -> beat());
    return Future.succeededFuture();
  }

  private void beat() {
    store.beat(node, clock.millis()).onSuccess(done -> alive()).onFailure(this::failed);
  }

  private void alive() {
    if (failing) {
      LOG.info("store=ready");
    }
    failing = false;
    lastBeat = clock.millis();
  }

  private void failed(Throwable cause) {
    if (!failing) {
      LOG.error("store=not-ready cause={}", cause.getMessage());
    }
    failing = true;
  }

  /** Whether the last commit succeeded and is recent. Safe from any thread. */
  public boolean storeReady() {
    return !failing && clock.millis() - lastBeat < STALE;
  }
}
