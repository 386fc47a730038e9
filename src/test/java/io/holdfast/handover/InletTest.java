package io.holdfast.handover;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What waits for a thread that may block")
class InletTest {

  private static final int MANY = 100_000;

  /** Takes that many, one by one, on a thread of its own. */
  private static FutureTask<List<String>> taking(Inlet<String> inlet, int count) {
    FutureTask<List<String>> taken =
        new FutureTask<>(
            () -> {
              List<String> lines = new ArrayList<>();
              while (lines.size() < count) {
                lines.addAll(inlet.take(1));
              }
              return lines;
            });
    new Thread(taken).start();
    return taken;
  }

  @Test
  @DisplayName("S45: is put in by an event loop that never waits for who takes it, in its order")
  void neverWaits() throws Exception {
    Inlet<String> inlet = new Inlet<>(MANY);
    FutureTask<List<String>> taken = taking(inlet, MANY);
    List<String> lines = IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    Vertx vertx = Vertx.vertx();
    try {
      vertx.runOnContext(v -> lines.forEach(inlet::offer));
      assertThat(taken.get(60, TimeUnit.SECONDS)).isEqualTo(lines);
    } finally {
      vertx.close().await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("is refused beyond its limit, until something is taken")
  void limited() throws Exception {
    Inlet<String> inlet = new Inlet<>(2);
    assertThat(inlet.offer("one")).isTrue();
    assertThat(inlet.offer("two")).isTrue();
    assertThat(inlet.offer("three")).isFalse();
    assertThat(inlet.take(1)).containsExactly("one");
    assertThat(inlet.offer("three")).isTrue();
  }

  @Test
  @DisplayName("is taken together, as many as are wanted, and the rest without waiting")
  void together() throws Exception {
    Inlet<String> inlet = new Inlet<>(4);
    List.of("one", "two", "three", "four").forEach(inlet::offer);
    assertThat(inlet.take(2)).containsExactly("one", "two");
    assertThat(inlet.take(1, 1)).containsExactly("three");
    assertThat(inlet.rest()).containsExactly("four");
    assertThat(inlet.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("may be nothing, for a thread that is woken")
  void woken() throws Exception {
    Inlet<String> inlet = new Inlet<>(2);
    inlet.wake();
    assertThat(inlet.take(2)).isEmpty();
    assertThat(inlet.take(2, 1)).isEmpty();
  }
}
