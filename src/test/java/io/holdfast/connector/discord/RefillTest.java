package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is owed")
class RefillTest {

  private final Deque<Handler<Long>> timers = new ArrayDeque<>();
  private final Vertx vertx = counting();
  private boolean all;
  private int reads;
  private final Refill refill = new Refill(vertx, new Lane(vertx, "bot"), this::read);

  /** One whose timers wait to be fired by hand. */
  private Vertx counting() {
    return (Vertx)
        Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> {
              @SuppressWarnings("unchecked") // of setTimer(long, Handler<Long>)
              Handler<Long> handler = (Handler<Long>) arguments[1];
              timers.add(handler);
              return (long) timers.size();
            });
  }

  private Future<Boolean> read() {
    reads++;
    return Future.succeededFuture(all);
  }

  private void later() {
    timers.remove().handle(0L);
  }

  @Test
  @DisplayName("S47: is read again by one timer, of however many guilds something is left")
  void oneTimer() {
    for (int guild = 0; guild < 10; guild++) {
      refill.run();
    }
    assertThat(timers).hasSize(1);
    later();
    assertThat(reads).isEqualTo(11);
    assertThat(timers).hasSize(1);
  }

  @Test
  @DisplayName("S47: is read until nothing is left")
  void untilPaid() {
    refill.run();
    later();
    all = true;
    later();
    assertThat(reads).isEqualTo(3);
    assertThat(timers).isEmpty();
  }
}
