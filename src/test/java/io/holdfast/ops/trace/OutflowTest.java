package io.holdfast.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Spans on their way out")
class OutflowTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Integer> batches = new ArrayList<>();
  private long now = 1_000_000;
  private boolean down;
  private Promise<Void> hanging = Promise.promise();
  private boolean hang;
  private final Outflow outflow =
      new Outflow(this::collect, meters, () -> Instant.ofEpochMilli(now));

  private Future<Void> collect(List<Span> spans) {
    batches.add(spans.size());
    if (hang) {
      return hanging.future();
    }
    return down ? Future.failedFuture(new IOException("refused")) : Future.succeededFuture();
  }

  @Test
  @DisplayName("go in batches until none is left")
  void batches() {
    outflow.offer(spans(Outflow.BATCH + 7));
    outflow.send();
    assertThat(batches).containsExactly(Outflow.BATCH, 7);
  }

  @Test
  @DisplayName("wait while a batch is on its way")
  void oneAtATime() {
    hang = true;
    outflow.offer(spans(1));
    outflow.send();
    outflow.offer(spans(2));
    outflow.send();
    assertThat(batches).containsExactly(1);
    hang = false;
    hanging.complete();
    assertThat(batches).containsExactly(1, 2);
  }

  @Test
  @DisplayName("are kept for a collector that is down, which is asked ever more rarely")
  void backoff() {
    down = true;
    outflow.offer(spans(3));
    outflow.send();
    outflow.send();
    now += 1_000;
    outflow.send();
    now += 1_999;
    outflow.send();
    assertThat(batches).hasSize(2);
    down = false;
    now += 1;
    outflow.send();
    assertThat(batches).containsExactly(3, 3, 3);
    assertThat(dropped()).isZero();
  }

  @Test
  @DisplayName("are dropped and counted when they are refused again and again")
  void poison() {
    down = true;
    outflow.offer(spans(3));
    for (int i = 0; i < Outflow.TRIES; i++) {
      now += 60_000;
      outflow.send();
    }
    assertThat(dropped()).isEqualTo(3);
    now += 60_000;
    outflow.send();
    assertThat(batches).hasSize(Outflow.TRIES);
  }

  @Test
  @DisplayName("are dropped and counted when there is no room")
  void full() {
    outflow.offer(spans(Outflow.ROOM + 5));
    assertThat(dropped()).isEqualTo(5);
  }

  private double dropped() {
    return meters.counter("holdfast.spans.dropped").count();
  }

  private static List<Span> spans(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> new Span("t", "s" + i, "", Span.Kind.TURN, 0, 1, Map.of(), ""))
        .toList();
  }
}
