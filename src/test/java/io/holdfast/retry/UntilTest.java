package io.holdfast.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is done until it succeeds")
class UntilTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger times = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private Future<Void> soon() {
    Promise<Void> over = Promise.promise();
    vertx.runOnContext(on -> over.complete());
    return over.future();
  }

  private Future<String> failing(int most) {
    return times.incrementAndGet() > most
        ? Future.succeededFuture("done")
        : Future.failedFuture("the disk is full");
  }

  @Test
  @DisplayName("S07: is told of after a night of failures, as after one")
  void longOutage() throws Exception {
    Future<Void> done = Until.succeeded(() -> failing(50_000), () -> false, this::soon);
    done.await(60, TimeUnit.SECONDS);
    assertThat(times).hasValue(50_001);
  }

  @Test
  @DisplayName("gives what it gave last")
  void last() throws Exception {
    Future<Integer> enough =
        Until.enough(
            () -> Future.succeededFuture(times.incrementAndGet()),
            done -> done.result() == 50_000,
            this::soon);
    assertThat(enough.await(60, TimeUnit.SECONDS)).isEqualTo(50_000);

    Future<String> failed = Until.enough(() -> failing(60_000), done -> true, this::soon);
    assertThat(failed.transform(done -> Future.succeededFuture(done.cause())).await())
        .hasMessage("the disk is full");
  }

  @Test
  @DisplayName("is done again when it throws, and no more when it is not wanted")
  void ends() throws Exception {
    Future<Void> thrown =
        Until.succeeded(
            () -> {
              if (times.incrementAndGet() < 3) {
                throw new IllegalStateException("thrown");
              }
              return Future.succeededFuture();
            },
            () -> false,
            this::soon);
    thrown.await(60, TimeUnit.SECONDS);
    assertThat(times).hasValue(3);

    times.set(0);
    Until.succeeded(() -> failing(9), () -> times.get() == 4, this::soon)
        .await(60, TimeUnit.SECONDS);
    assertThat(times).hasValue(4);
  }
}
