package io.holdfast.ops.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spans on their way to the collector, in batches, one at a time. What it does not take is
 * tried again, more and more rarely; what finds no room, or is refused too often, is dropped and
 * counted. Confined to one event loop.
 */
final class Outflow {

  private static final Logger LOG = LoggerFactory.getLogger(Outflow.class);

  static final int ROOM = 20_000;
  static final int BATCH = 500;
  static final int TRIES = 8;
  private static final long FIRST_PAUSE = 1_000;
  private static final long LONGEST_PAUSE = 60_000;
  private static final long BETWEEN_WARNINGS = 60_000;

  private final Function<List<Span>, Future<Void>> collector;
  private final InstantSource clock;
  private final Counter dropped;
  private final Deque<Span> waiting = new ArrayDeque<>();
  private Future<Void> sending = Future.succeededFuture();
  private int tries;
  private long notBefore = Long.MIN_VALUE;
  private long warned = Long.MIN_VALUE;

  Outflow(Function<List<Span>, Future<Void>> collector, MeterRegistry meters, InstantSource clock) {
    this.collector = collector;
    this.clock = clock;
    this.dropped =
        Counter.builder("holdfast.spans.dropped")
            .description("Spans that the collector did not take")
            .register(meters);
  }

  /** Takes spans, as far as there is room. */
  void offer(List<Span> spans) {
    for (Span span : spans) {
      if (waiting.size() < ROOM) {
        waiting.add(span);
      } else {
        dropped.increment();
      }
    }
  }

  /** Sends what waits, unless that is in progress or the collector has just failed. */
  void send() {
    if (sending.isComplete() && clock.millis() >= notBefore) {
      sending = drain();
    }
  }

  /** Sends what waits, even to a collector that has just failed; fails when it does again. */
  Future<Void> flush() {
    return sending.transform(before -> drain());
  }

  private Future<Void> drain() {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Span> batch = waiting.stream().limit(BATCH).toList();
    return collector
        .apply(batch)
        .onSuccess(done -> taken(batch))
        .onFailure(cause -> refused(batch, cause))
        .compose(done -> drain());
  }

  private void taken(List<Span> batch) {
    remove(batch);
    notBefore = Long.MIN_VALUE;
  }

  private void refused(List<Span> batch, Throwable cause) {
    tries++;
    long now = clock.millis();
    notBefore = now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(tries - 1, 10));
    if (now - BETWEEN_WARNINGS >= warned) {
      warned = now;
      LOG.warn("tracing=failed waiting={} cause={}", waiting.size(), cause.getMessage());
    }
    if (tries >= TRIES) {
      remove(batch);
      dropped.increment(batch.size());
    }
  }

  private void remove(List<Span> batch) {
    tries = 0;
    batch.forEach(span -> waiting.removeFirst());
  }
}
