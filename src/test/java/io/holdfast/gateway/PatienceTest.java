package io.holdfast.gateway;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.ConfigLoader;
import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Reason;
import io.holdfast.store.postgres.OwnSchema;
import io.holdfast.store.postgres.Server;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A boot that finds its database busy")
class PatienceTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger tried = new AtomicInteger();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  /** Fails so often, then gives how often it was tried. */
  private Supplier<Future<Integer>> failing(int times, RuntimeException fault) {
    return () ->
        tried.incrementAndGet() > times
            ? Future.succeededFuture(tried.get())
            : Future.failedFuture(fault);
  }

  private Future<Integer> kept(Duration limit, boolean over, int times, RuntimeException fault) {
    tried.set(0);
    return new Patience(vertx, limit, Duration.ofMillis(1), () -> over)
        .keep("step", NotReady.class, failing(times, fault));
  }

  @Test
  @DisplayName("tries again what could not be done for now, for as long as it may")
  void triesAgain() {
    NotReady busy = new NotReady("busy");
    assertThat(done(kept(Duration.ofMinutes(1), false, 2, busy))).isEqualTo(3);
    assertThatThrownBy(() -> done(kept(Duration.ofMillis(500), false, Integer.MAX_VALUE, busy)))
        .hasMessageContaining("busy");
    assertThat(tried).hasValueGreaterThan(1);
  }

  @Test
  @DisplayName("does not try again what cannot get better, or once it is to stop")
  void givesUp() {
    IllegalStateException bug = new IllegalStateException("bug");
    assertThatThrownBy(() -> done(kept(Duration.ofMinutes(1), false, 1, bug)))
        .hasMessageContaining("bug");
    NotReady busy = new NotReady("busy");
    assertThatThrownBy(() -> done(kept(Duration.ofMinutes(1), true, 1, busy)))
        .hasMessageContaining("busy");
    assertThat(tried).hasValue(1);
  }

  @Test
  @DisplayName("comes up once it can, where others share the database")
  void comesUp(@TempDir Path directory) throws Exception {
    Set<String> failing = ConcurrentHashMap.newKeySet();
    failing.addAll(List.of("store.join.before", "store.recover.before", "store.holdBack.before"));
    try (OwnSchema schema = new OwnSchema(vertx, Server.uri())) {
      Path file =
          Files.writeString(
              directory.resolve("holdfast.yaml"),
              "http: {port: 0}\nconnectors: {}\nstore: {postgres: \"" + schema.uri() + "\"}\n");
      Failpoints.arm(point -> failing.remove(point) ? Action.FAIL : Action.PASS);
      Gateway gateway = gateway(file);
      Failpoints.disarm();
      assertThat(done(gateway.start())).isPositive();
      done(gateway.stop(Reason.SHUTDOWN));
      assertThat(failing).as("points that were not reached").isEmpty();
    }
  }

  private static Gateway gateway(Path file) {
    Vertx own = Vertx.vertx();
    return new Gateway(
        own,
        done(ConfigLoader.read(own, Optional.of(file))),
        Optional.of(file),
        new Kinds(List.of(), List.of(new ScriptedRunner().type())),
        InstantSource.system(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }
}
