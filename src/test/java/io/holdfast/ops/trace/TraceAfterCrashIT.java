package io.holdfast.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.RealGateway;
import io.holdfast.ops.trace.FakeCollector.Got;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The trace of a turn whose process was killed")
class TraceAfterCrashIT {

  private static final int STEPS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    get(vertx.close());
  }

  @Test
  @DisplayName("S01: is one trace, with both attempts, each step in its own, and the delivery")
  void oneTrace() throws Exception {
    FakeCollector collector = new FakeCollector(vertx);
    int port = get(collector.listen(0));
    RealGateway gateway = new RealGateway(directory, config(port, 150));
    ProtocolClient client =
        ProtocolClient.of(vertx, vertx.createWebSocketClient(), gateway.port(), "web").returning();
    try {
      gateway.start();
      get(client.connect());
      client.say("c1", "work for " + STEPS + " steps");
      await().atMost(PATIENCE).until(() -> client.frames("progress").size() > 4);
      gateway.kill();
      assertThat(collector.spans()).isEmpty();
      gateway.configure(config(port, 10));
      gateway.start();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(named(collector, "delivery")).isNotEmpty());
      assertWhole(collector);
    } finally {
      gateway.destroy();
    }
  }

  private static String config(int collector, int pace) {
    return """
    store: {sqlite: holdfast.db}
    tracing: {otlp: "http://127.0.0.1:%d"}
    runners:
      demo: {type: demo, pace: %dms}
    """
        .formatted(collector, pace);
  }

  private static void assertWhole(FakeCollector collector) {
    Set<Got> spans = new LinkedHashSet<>(collector.spans());
    Set<String> ids = spans.stream().map(Got::id).collect(Collectors.toSet());
    assertThat(spans).extracting(Got::trace).containsOnly(spans.iterator().next().trace());
    assertThat(spans)
        .filteredOn(span -> !span.parent().isEmpty())
        .allSatisfy(span -> assertThat(ids).contains(span.parent()));
    assertThat(spans)
        .filteredOn(span -> span.parent().isEmpty())
        .extracting(Got::name)
        .containsExactly("message");
    List<Got> attempts = named(collector, "attempt");
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0).end()).isLessThanOrEqualTo(attempts.get(1).start());
    List<Got> steps = named(collector, "step");
    assertThat(steps).hasSize(STEPS);
    assertThat(steps)
        .extracting(Got::parent)
        .containsOnly(attempts.get(0).id(), attempts.get(1).id());
  }

  private static List<Got> named(FakeCollector collector, String name) {
    return collector.spans().stream().filter(s -> s.name().equals(name)).distinct().toList();
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
