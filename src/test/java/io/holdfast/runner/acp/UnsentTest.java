package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an agent has not been sent yet")
class UnsentTest {

  private static final int MANY = 100_000;

  /** Takes that many, on a thread of its own. */
  private static FutureTask<List<String>> taking(Unsent unsent, int count) {
    FutureTask<List<String>> taken =
        new FutureTask<>(
            () -> {
              List<String> lines = new ArrayList<>();
              while (lines.size() < count) {
                lines.add(unsent.take().orElseThrow());
              }
              return lines;
            });
    new Thread(taken).start();
    return taken;
  }

  @Test
  @DisplayName("S45: is put in by an event loop that never waits for who takes it, in its order")
  void neverWaits() throws Exception {
    Unsent unsent = new Unsent(MANY);
    FutureTask<List<String>> taken = taking(unsent, MANY);
    List<String> lines = IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    Vertx vertx = Vertx.vertx();
    try {
      vertx.runOnContext(v -> lines.forEach(unsent::offer));
      assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo(lines);
    } finally {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("is refused beyond its limit, and dropped at the end")
  void limited() throws Exception {
    Unsent unsent = new Unsent(2);
    assertThat(unsent.offer("one")).isTrue();
    assertThat(unsent.offer("two")).isTrue();
    assertThat(unsent.offer("three")).isFalse();
    assertThat(unsent.take()).contains("one");
    assertThat(unsent.offer("three")).isTrue();
    unsent.end();
    assertThat(unsent.take()).isEmpty();
  }
}
