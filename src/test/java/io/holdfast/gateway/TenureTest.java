package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.Tenure.Clocks;
import io.holdfast.gateway.Tenure.Moment;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a process believes of a lease that it holds")
class TenureTest {

  private final AtomicLong steady = new AtomicLong(1_000);
  private final AtomicLong wall = new AtomicLong(9_000_000);
  private final Clocks clocks =
      new Clocks(() -> Instant.ofEpochMilli(steady.get()), () -> Instant.ofEpochMilli(wall.get()));
  private final Tenure tenure = new Tenure(clocks, clocks.now(), lease(1, 6_000));

  private static Lease lease(long generation, long left) {
    return new Lease("me", generation, left);
  }

  private void pass(long millis) {
    steady.addAndGet(millis);
    wall.addAndGet(millis);
  }

  @Test
  @DisplayName("counts from before it was asked for, however late the answer comes")
  void fromTheQuestion() {
    Moment asked = clocks.now();
    pass(2_500);
    assertThat(new Tenure(clocks, asked, lease(1, 6_000)).left()).isEqualTo(3_500);
    assertThat(tenure.renew(asked, lease(1, 6_000))).isTrue();
    assertThat(tenure.left()).isEqualTo(3_500);
  }

  @Test
  @DisplayName("lets a send begin only if that would end while it lasts")
  void permits() {
    Duration timeout = Duration.ofSeconds(1);
    pass(4_999);
    assertThat(tenure.mayStillSend(timeout)).isTrue();
    pass(1);
    assertThat(tenure.mayStillSend(timeout)).isFalse();

    AtomicInteger sent = new AtomicInteger();
    Future<Integer> refused =
        tenure.send(timeout, () -> Future.succeededFuture(sent.incrementAndGet()));
    assertThat(refused.cause()).isInstanceOf(NotReady.class);
    assertThat(sent).hasValue(0);
  }

  @Test
  @DisplayName("is over for good once it has run out, or another one had it")
  void over() {
    assertThat(tenure.renew(clocks.now(), lease(2, 6_000))).isFalse();
    pass(6_000);
    assertThat(tenure.left()).isZero();
    assertThat(tenure.renew(clocks.now(), lease(1, 6_000))).isFalse();
    assertThat(tenure.mayStillSend(Duration.ZERO)).isFalse();
  }

  @Test
  @DisplayName("ends by whichever clock went further: a machine that slept, or one that was set")
  void bothClocks() {
    wall.addAndGet(7_000);
    assertThat(tenure.mayStillSend(Duration.ZERO)).isFalse();
    wall.addAndGet(-3_600_000);
    assertThat(tenure.left()).isEqualTo(6_000);
    steady.addAndGet(6_000);
    assertThat(tenure.mayStillSend(Duration.ZERO)).isFalse();
  }
}
