package io.holdfast.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bound of a link of the stop chain")
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
  @DisplayName("has the chain go on where it was when a link took too long")
  void sameContext() throws TimeoutException {
    Context mine = vertx.getOrCreateContext();
    Promise<Context> after = Promise.promise();

    mine.runOnContext(
        now ->
            bound
                .on(vertx, () -> Promise.<Void>promise().future())
                .onComplete(late -> after.tryComplete(vertx.getOrCreateContext())));

    assertThat(after.future().await(60, TimeUnit.SECONDS)).isSameAs(mine);
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
