package io.holdfast.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A point")
class FailpointTest {

  @AfterEach
  void disarm() {
    Failpoints.disarm();
  }

  private static <T> T get(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Test
  @DisplayName("does nothing unarmed")
  void unarmed() {
    Failpoint.BATCH_TOLD.reached();
    assertThat(Failpoint.BOOT_READY.link(7).result()).isEqualTo(7);
    assertThat(Failpoints.fuse()).isEmpty();
  }

  @Test
  @DisplayName("is named as its constant")
  void name() {
    assertThat(Failpoint.BATCH_BEFORE_COMMIT.point()).isEqualTo("batch-before-commit");
    assertThat(Failpoint.points()).hasSize(Failpoint.values().length);
  }

  @Test
  @DisplayName("fails as a link and as a hand-over, where it may fail")
  void fails() {
    Failpoints.arm(point -> Action.FAIL);
    assertThat(Failpoint.BOOT_READY.link(7).cause()).isInstanceOf(InjectedFault.class);
    assertThatThrownBy(Failpoint.BATCH_TOLD::reached).isInstanceOf(InjectedFault.class);
  }

  @Test
  @DisplayName("stays as it is where it may not fail, or not be late")
  void cannot() {
    Failpoints.arm(point -> Action.FAIL);
    assertThat(Failpoint.STOP_WAITING.link(7).result()).isEqualTo(7);
    assertThatCode(Failpoint.BATCH_COMMITTED::reached).doesNotThrowAnyException();
    Failpoints.arm(point -> new Action.Delay(60_000));
    assertThatCode(Failpoint.CLAIMED::reached).doesNotThrowAnyException();
  }

  @Test
  @DisplayName(
      "is late as a link: on an event loop it comes back to it, elsewhere it holds the thread")
  void late() {
    Vertx vertx = Vertx.vertx();
    Failpoints.arm(point -> new Action.Delay(20));
    long begun = System.nanoTime();
    assertThat(Failpoint.STOP_WAITING.link(7).result()).isEqualTo(7);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(20_000_000);
    Promise<Boolean> seen = Promise.promise();
    vertx.runOnContext(
        now -> {
          Failpoints.arm(point -> new Action.Delay(20));
          Future<Integer> link = Failpoint.STOP_WAITING.link(7);
          boolean early = link.isComplete();
          link.onSuccess(x -> seen.complete(!early && Vertx.currentContext() != null));
        });
    assertThat(get(seen.future())).isTrue();
    get(vertx.close());
  }

  @Test
  @DisplayName("after something is reached when that has succeeded, not when it has failed")
  void after() {
    StringBuffer reached = new StringBuffer();
    Failpoints.arm(
        point -> {
          reached.append(point);
          return Action.PASS;
        });
    Runnable cut = () -> reached.append(" cut");
    Promise<Void> written = Promise.promise();
    Failpoint.ACCEPTED_WRITTEN.after(written.future(), cut);
    Failpoint.DELIVERY_WRITTEN.after(Future.failedFuture("closed"), cut);
    assertThat(reached).isEmpty();
    written.complete();
    assertThat(reached).hasToString("accepted-written");
  }

  @Test
  @DisplayName("after something its failure is what the caller says")
  void cutAfter() {
    StringBuffer cuts = new StringBuffer();
    Failpoints.arm(point -> Action.FAIL);

    Failpoint.DELIVERY_WRITTEN.after(Future.succeededFuture(), () -> cuts.append("cut"));

    assertThat(cuts).hasToString("cut");
  }

  @Test
  @DisplayName("is armed on the thread, and on those that it starts, and on no other")
  void inherited() throws InterruptedException {
    Fuse fuse = point -> Action.PASS;
    AtomicReference<Object> heir = new AtomicReference<>();
    Thread before = new Thread(() -> heir.set(Failpoints.fuse().isPresent()));
    Failpoints.arm(fuse);
    before.start();
    before.join();
    assertThat(heir.get()).isEqualTo(false);
    Thread after = new Thread(() -> heir.set(Failpoints.fuse().orElseThrow()));
    Failpoints.disarm();
    after.start();
    after.join();
    assertThat(heir.get()).isSameAs(fuse);
    assertThat(Failpoints.fuse()).isEmpty();
  }

  @Test
  @DisplayName("of a process is struck at its first hit, and at no other point")
  void firstHit() {
    PropertyFuse fuse = PropertyFuse.parse("store.claim.after=fail");
    assertThat(fuse.reached("store.claim.before")).isEqualTo(Action.PASS);
    assertThat(fuse.reached("store.claim.after")).isEqualTo(Action.FAIL);
    assertThat(fuse.reached("store.claim.after")).isEqualTo(Action.PASS);
  }

  @Test
  @DisplayName("of a process is struck at the hit that is given")
  void givenHit() {
    PropertyFuse fuse = PropertyFuse.parse("claimed#3=delay:250");
    assertThat(fuse.reached("claimed")).isEqualTo(Action.PASS);
    assertThat(fuse.reached("claimed")).isEqualTo(Action.PASS);
    assertThat(fuse.reached("claimed")).isEqualTo(new Action.Delay(250));
    assertThat(fuse.reached("claimed")).isEqualTo(Action.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#1", "claimed#0", "claimed=burn", "claimed:hang", "claimed=delay"})
  @DisplayName("of a process is refused when it is not of the form")
  void form(String property) {
    assertThatThrownBy(() -> PropertyFuse.parse(property))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("POINT[#HIT][=ACTION]");
  }
}
