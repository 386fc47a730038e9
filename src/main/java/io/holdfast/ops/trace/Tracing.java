package io.holdfast.ops.trace;

import io.holdfast.bus.Bus;
import io.holdfast.store.Lookout;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the life of each turn to a collector of OpenTelemetry, once it has ended, and of each of
 * its deliveries, once it is final. Each at least once, under ids that follow from the turn's; what
 * was on its way when the process was killed is sent again by the next. No turn ever waits for it.
 * Without a collector it does nothing.
 */
public final class Tracing extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final long PERIOD = 1_000;

  private final Lookout store;
  private final Bus bus;
  private final Supplier<Optional<String>> collector;
  private final String version;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private Optional<String> inForce = Optional.empty();
  private Optional<Tracer> tracer = Optional.empty();

  /**
   * Reads turns from {@code store}.
   *
   * @param collector the base URL of an OTLP collector, such as {@code http://127.0.0.1:4318}; may
   *     change at any time
   * @param version of the program
   */
  public Tracing(
      Lookout store,
      Bus bus,
      Supplier<Optional<String>> collector,
      String version,
      MeterRegistry meters,
      InstantSource clock) {
    this.store = store;
    this.bus = bus;
    this.collector = collector;
    this.version = version;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    follow();
    vertx.setPeriodic(PERIOD, tick -> follow());
    return Future.succeededFuture();
  }

  /** Does what the configuration in force says. */
  private void follow() {
    Optional<String> wanted = collector.get();
    if (!wanted.equals(inForce)) {
      // Not where to: the URL may have a password in it.
      LOG.info("tracing={}", wanted.isPresent() ? "on" : "off");
      tracer.ifPresent(Tracer::end);
      tracer = wanted.map(this::begin);
      inForce = wanted;
    }
  }

  private Tracer begin(String url) {
    return new Tracer(vertx, store, bus, new Line(vertx, url, version), meters, clock);
  }

  @Override
  public Future<?> stop() {
    return tracer.map(Tracer::end).orElseGet(Future::succeededFuture);
  }
}
