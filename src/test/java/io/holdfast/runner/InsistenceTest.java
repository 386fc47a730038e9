package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.retry.Hasty;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an attempt asks of a store that is not ready")
class InsistenceTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger times = new AtomicInteger();
  private final Insistence insistence = new Insistence(Hasty.of(vertx));

  @AfterEach
  void close() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private Future<String> asked(int refusals) {
    return times.incrementAndGet() > refusals
        ? Future.succeededFuture("committed")
        : Future.failedFuture(new NotReady("the disk is full"));
  }

  @Test
  @DisplayName("S42: is answered after a night without room on the disk, too")
  void longOutage() throws Exception {
    assertThat(insistence.on(() -> asked(50_000)).await(60, TimeUnit.SECONDS))
        .isEqualTo("committed");
    assertThat(times).hasValue(50_001);
  }

  @Test
  @DisplayName("has failed once it is given up, and at once with any other fault")
  void givenUp() {
    Future<String> answer =
        insistence.on(
            () -> {
              if (times.get() == 3) {
                insistence.giveUp();
              }
              return asked(50_000);
            });
    assertThatThrownBy(() -> answer.await(60, TimeUnit.SECONDS)).isInstanceOf(NotReady.class);
    assertThat(times).hasValue(4);

    Future<String> fault =
        new Insistence(vertx).on(() -> Future.failedFuture(new IllegalStateException()));
    assertThatThrownBy(() -> fault.await(60, TimeUnit.SECONDS))
        .isInstanceOf(IllegalStateException.class);
  }
}
