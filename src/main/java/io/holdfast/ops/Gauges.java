package io.holdfast.ops;

import io.holdfast.model.Counts;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read every few seconds: what stands where, as the store says; which checks hold; the
 * disk. And, once, the JVM's own meters.
 */
public final class Gauges extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);
  private static final long PERIOD = 5_000;
  private static final long SETTLED = 2_000;

  private final Store store;
  private final MultiGauge turns;
  private final MultiGauge queued;
  private final MultiGauge deliveries;
  private final MultiGauge checked;
  private final AtomicLong markers = new AtomicLong();
  private final AtomicLong ready = new AtomicLong();
  private final MeterRegistry meters;
  private final Supplier<Map<String, Boolean>> checks;
  private final Optional<Room> room;
  private volatile Optional<JvmMeters> jvm = Optional.empty();

  /**
   * Gauges in {@code meters}.
   *
   * @param checks by name; the gateway is ready when all are true
   * @param database the file of {@code store}, if it is one
   */
  public Gauges(
      Store store,
      Optional<Path> database,
      Supplier<Map<String, Boolean>> checks,
      MeterRegistry meters) {
    this.store = store;
    this.meters = meters;
    this.checks = checks;
    this.room = database.map(file -> new Room(file, meters));
    this.checked = gauge(meters, "holdfast.check", "1 for a check that holds, by name");
    this.turns = gauge(meters, "holdfast.turns.open", "Turns that have not ended, by state");
    this.queued = gauge(meters, "holdfast.queue.depth", "Turns that wait, by runner");
    this.deliveries = gauge(meters, "holdfast.deliveries.open", "Deliveries not final, by state");
    Gauge.builder("holdfast.markers", markers, AtomicLong::get)
        .description("Turns that a stop has marked for resuming")
        .register(meters);
    Gauge.builder("holdfast.ready", ready, AtomicLong::get)
        .description("1 when it is worth sending messages")
        .register(meters);
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  @Override
  public Future<?> start() {
    // Later: it takes a tenth of a second of a processor that the start needs.
    vertx.setTimer(SETTLED, timer -> vertx.executeBlocking(this::bindJvm, false));
    vertx.setPeriodic(0, PERIOD, tick -> look());
    return Future.succeededFuture();
  }

  private boolean bindJvm() {
    JvmMeters bound = new JvmMeters();
    bound.bindTo(meters);
    jvm = Optional.of(bound);
    return true;
  }

  @Override
  public Future<?> stop() {
    jvm.ifPresent(JvmMeters::close);
    return Future.succeededFuture();
  }

  private void look() {
    Map<String, Boolean> results = checks.get();
    rows(checked, "check", numbers(results));
    ready.set(results.containsValue(false) ? 0 : 1);
    vertx.executeBlocking(this::measure, false);
    store
        .counts()
        .onSuccess(this::show)
        .onFailure(e -> LOG.debug("counts failed={}", e.toString()));
  }

  private boolean measure() {
    room.ifPresent(Room::measure);
    return true;
  }

  private static Map<String, Long> numbers(Map<String, Boolean> checks) {
    return checks.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, check -> check.getValue() ? 1L : 0L));
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
