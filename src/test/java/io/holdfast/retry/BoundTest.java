package io.holdfast.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is bounded")
class BoundTest {

  private final Bound bound = new Bound(20);
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private String why(Supplier<Future<Void>> work) {
    return bound.why(catchThrowable(() -> bound.on(vertx, work).await(60, TimeUnit.SECONDS)));
  }

  @Test
  @DisplayName("says in plain words that a link took too long")
  void tooLong() {
    assertThat(why(() -> Promise.<Void>promise().future())).isEqualTo("took longer than 20 ms");
  }

  @Test
  @DisplayName("has what follows go on where it was begun when it took too long")
  void sameContext() throws TimeoutException {
    assertThat(follows(work -> bound.on(vertx, work))).isTrue();
    assertThat(follows(bound::on)).isTrue();
  }

  private boolean follows(Function<Supplier<Future<Void>>, Future<Void>> bounded)
      throws TimeoutException {
    Context mine = vertx.getOrCreateContext();
    Promise<Boolean> after = Promise.promise();
    mine.runOnContext(
        now ->
            bounded
                .apply(() -> Promise.<Void>promise().future())
                .onComplete(late -> after.tryComplete(Vertx.currentContext() == mine)));
    return after.future().await(60, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("has what follows go on where it was begun when it was done elsewhere")
  void sameContextDone() throws TimeoutException {
    Promise<Void> elsewhere = Promise.promise();
    vertx.setTimer(1, done -> elsewhere.tryComplete());
    Bound ample = new Bound(60_000);
    assertThat(follows(work -> ample.on(elsewhere::future))).isTrue();
  }

  @Test
  @DisplayName("says what a link failed with, also where it throws")
  void failed() {
    IllegalStateException broken = new IllegalStateException("broken");
    assertThat(why(() -> Future.failedFuture(broken))).isEqualTo(broken.toString());
    assertThat(
            why(
                () -> {
                  throw broken;
                }))
        .isEqualTo(broken.toString());
  }
}
