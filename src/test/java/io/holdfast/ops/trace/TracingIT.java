package io.holdfast.ops.trace;

import static io.holdfast.ops.trace.Lives.TURN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Live;
import io.holdfast.model.TurnState;
import io.holdfast.ops.trace.FakeCollector.Got;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tracing")
class TracingIT {

  private static final String OTHER = "019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0c";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final FakeLookout store = new FakeLookout();
  private final FakeCollector collector = new FakeCollector(vertx);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final long now = System.currentTimeMillis() / 1000;
  private int port;
  private volatile Optional<String> url = Optional.empty();

  @BeforeEach
  void listen() {
    port = get(collector.listen(0));
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  @DisplayName("sends a turn's spans when it ends, and its delivery's when that is final")
  void sends() {
    deploy(port);
    store.put(life(TURN).delivery("d1", DeliveryState.PENDING, now, 0).now(TurnState.DONE, now));
    ended(TURN);
    await().untilAsserted(() -> assertThat(names()).containsExactly("message", "turn", "attempt"));
    store.put(life(TURN).delivery("d1", DeliveryState.SENT, now, now).now(TurnState.DONE, now));
    await().untilAsserted(() -> assertThat(names()).endsWith("delivery").hasSize(4));
    assertThat(collector.paths()).containsOnly("/v1/traces");
    assertThat(collector.spans())
        .allSatisfy(span -> assertThat(span.trace()).isEqualTo(TURN.replace("-", "")));
  }

  @Test
  @DisplayName("sends exactly what the turn's record says: ids, parents, times")
  void wire() {
    deploy(port);
    store.put(life(TURN).now(TurnState.DONE, now));
    ended(TURN);
    List<Got> wanted =
        TurnSpans.of(life(TURN).now(TurnState.DONE, now)).stream()
            .map(
                span ->
                    new Got(
                        span.trace(),
                        span.id(),
                        span.parent(),
                        span.kind().name().toLowerCase(Locale.ROOT),
                        span.start(),
                        span.end()))
            .toList();
    await().untilAsserted(() -> assertThat(collector.spans()).isEqualTo(wanted));
  }

  @Test
  @DisplayName("sends what ended before a kill, and the deliveries that were left open by it")
  void catchesUp() {
    store.put(life(TURN).now(TurnState.DONE, now));
    // Ended long ago; only its delivery is news.
    store.put(
        life(OTHER).delivery("d1", DeliveryState.PENDING, 5, 0).now(TurnState.DONE, now - 100_000));
    deploy(port);
    await().untilAsserted(() -> assertThat(traces()).contains(TURN, OTHER));
    store.put(
        life(OTHER).delivery("d1", DeliveryState.SENT, 5, 6).now(TurnState.DONE, now - 100_000));
    await().untilAsserted(() -> assertThat(names()).contains("delivery"));
  }

  @Test
  @DisplayName("keeps its spans for a collector that comes back")
  void outage() {
    collector.answer(503);
    deploy(port);
    store.put(life(TURN).now(TurnState.DONE, now));
    ended(TURN);
    await().until(() -> !collector.paths().isEmpty());
    assertThat(collector.spans()).isEmpty();
    collector.answer(200);
    await().untilAsserted(() -> assertThat(names()).containsExactly("message", "turn", "attempt"));
    assertThat(meters.counter("holdfast.spans.dropped").count()).isZero();
  }

  @Test
  @DisplayName("sends what is left when it is undeployed")
  void flushes() {
    String deployment = deploy(port);
    store.put(life(TURN).now(TurnState.DONE, now));
    ended(TURN);
    get(vertx.undeploy(deployment));
    assertThat(names()).containsExactly("message", "turn", "attempt");
  }

  @Test
  @DisplayName("begins and ends when the configuration says so")
  void follows() {
    deploy();
    store.put(life(TURN).now(TurnState.DONE, now));
    ended(TURN);
    // The one of the test before may just be ending.
    await().untilAsserted(() -> assertThat(threads()).isZero());
    url = Optional.of("http://127.0.0.1:" + port);
    await().untilAsserted(() -> assertThat(names()).containsExactly("message", "turn", "attempt"));
    url = Optional.empty();
    await().untilAsserted(() -> assertThat(threads()).isZero());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("holdfast-tracing"))
        .count();
  }

  @Test
  @DisplayName("lets nobody wait for a collector that never answers")
  void hangs() {
    int silent = get(vertx.createNetServer().connectHandler(s -> {}).listen(0)).actualPort();
    String deployment = deploy(silent);
    store.put(life(TURN).now(TurnState.DONE, now));
    ended(TURN);
    long begin = System.nanoTime();
    get(vertx.undeploy(deployment));
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isBetween(1_500L, 30_000L);
  }

  private String deploy(int collectorPort) {
    url = Optional.of("http://127.0.0.1:" + collectorPort);
    return deploy();
  }

  private String deploy() {
    return get(
        vertx.deployVerticle(
            new Tracing(store, bus, () -> url, "1.2.3", meters, InstantSource.system())));
  }

  /** The turn took a message, which was worked on and answered. */
  private Lives life(String turn) {
    return Lives.of(turn)
        .message("m1", now - 5)
        .event(now - 4, "claimed", 1, "")
        .event(now, "finished", 1, "done");
  }

  private void ended(String turn) {
    Address address = new Address("web", "c1", "");
    bus.show(new Live.TurnChanged(address, new AttemptId(turn, 1), "done", "", 0, List.of()));
  }

  private List<String> names() {
    return collector.spans().stream().map(Got::name).toList();
  }

  private List<String> traces() {
    return collector.spans().stream().map(Got::trace).map(TracingIT::dashed).distinct().toList();
  }

  private static String dashed(String trace) {
    return trace.replaceAll("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
