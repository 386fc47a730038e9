package io.holdfast.ops;

import io.holdfast.model.Counts;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands where, as the store says, read every few seconds: turns, queues, deliveries. */
public final class Gauges extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);
  private static final long PERIOD = 5_000;

  private final Store store;
  private final MultiGauge turns;
  private final MultiGauge queued;
  private final MultiGauge deliveries;
  private final AtomicLong markers = new AtomicLong();

  /** Gauges of {@code store} in {@code meters}. */
  public Gauges(Store store, MeterRegistry meters) {
    this.store = store;
    this.turns = gauge(meters, "holdfast.turns.open", "Turns that have not ended, by state");
    this.queued = gauge(meters, "holdfast.queue.depth", "Turns that wait, by runner");
    this.deliveries = gauge(meters, "holdfast.deliveries.open", "Deliveries not final, by state");
    Gauge.builder("holdfast.markers", markers, AtomicLong::get)
        .description("Turns that a stop has marked for resuming")
        .register(meters);
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(0, PERIOD, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    store
        .counts()
        .onSuccess(this::show)
        .onFailure(e -> LOG.debug("counts failed={}", e.toString()));
  }

  private void show(Counts counts) {
    rows(turns, "state", counts.turns());
    rows(queued, "runner", counts.queued());
    rows(deliveries, "state", counts.deliveries());
    markers.set(counts.markers());
  }

  private static void rows(MultiGauge gauge, String tag, Map<?, Long> counts) {
    gauge.register(
        counts.entrySet().stream()
            .map(e -> MultiGauge.Row.of(Tags.of(tag, word(e.getKey())), e.getValue()))
            .toList(),
        true);
  }

  private static String word(Object key) {
    return key.toString().toLowerCase(Locale.ROOT);
  }
}
