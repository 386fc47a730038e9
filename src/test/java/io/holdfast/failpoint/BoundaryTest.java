package io.holdfast.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operation behind its points")
class BoundaryTest {

  /** What stands behind the points. */
  public interface Shelf {

    Future<Integer> put(int what);

    int count();

    default Future<Integer> putTwice(int what) {
      return put(what).compose(first -> put(what));
    }

    static Future<Integer> none() {
      return Future.succeededFuture(0);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Integer> done = new CopyOnWriteArrayList<>();
  private final List<String> reached = new CopyOnWriteArrayList<>();

  private final Shelf real =
      new Shelf() {
        @Override
        public Future<Integer> put(int what) {
          done.add(what);
          return what < 0
              ? Future.failedFuture(new IllegalArgumentException())
              : Future.succeededFuture(what);
        }

        @Override
        public int count() {
          return done.size();
        }
      };

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private Shelf shelf(Map<String, Action> actions) {
    return shelf(
        point -> {
          reached.add(point);
          return actions.getOrDefault(point, Action.PASS);
        });
  }

  private Shelf shelf(Fuse fuse) {
    return Boundary.around(vertx, "shelf", Shelf.class, real, fuse, IllegalStateException::new);
  }

  private static <T> T get(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Test
  @DisplayName("passes both, and what is no operation passes none")
  void passes() {
    Shelf shelf = shelf(Map.of());
    assertThat(get(shelf.put(7))).isEqualTo(7);
    assertThat(shelf.count()).isEqualTo(1);
    assertThat(reached).containsExactly("shelf.put.before", "shelf.put.after");
  }

  @Test
  @DisplayName("is two points of the catalogue; methods with a body are none, and call those in it")
  void points() {
    assertThat(Boundary.points("shelf", Shelf.class))
        .containsExactly("shelf.put.before", "shelf.put.after");
    assertThat(get(shelf(Map.of()).putTwice(3))).isEqualTo(3);
    assertThat(reached).hasSize(4);
  }

  @Test
  @DisplayName("is not done when it fails before")
  void failsBefore() {
    Future<Integer> failed = shelf(Map.of("shelf.put.before", Action.FAIL)).put(7);
    assertThatThrownBy(() -> get(failed))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shelf.put.before");
    assertThat(done).isEmpty();
  }

  @Test
  @DisplayName("is done and its caller not told when it fails after")
  void failsAfter() {
    Future<Integer> failed = shelf(Map.of("shelf.put.after", Action.FAIL)).put(7);
    assertThatThrownBy(() -> get(failed)).hasMessageContaining("shelf.put.after");
    assertThat(done).containsExactly(7);
  }

  @Test
  @DisplayName("that fails by itself does not reach the point after it")
  void failsByItself() {
    assertThatThrownBy(() -> get(shelf(Map.of()).put(-1)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(reached).containsExactly("shelf.put.before");
  }

  @Test
  @DisplayName("that is held up holds up what is called after it: the order stays")
  void delayKeepsTheOrder() {
    Shelf shelf =
        shelf(
            point -> {
              reached.add(point);
              return reached.size() == 2 ? new Action.Delay(50) : Action.PASS;
            });
    shelf.put(0);
    reached.clear();
    reached.add("one before");
    List<Future<Integer>> all = new CopyOnWriteArrayList<>();
    for (int i = 1; i <= 20; i++) {
      all.add(shelf.put(i));
    }
    assertThat(done).containsExactly(0);
    get(Future.all(all));
    assertThat(done).hasSize(21).isSorted();
  }

  @Test
  @DisplayName("that is held up gives its result on its caller's context")
  void delayKeepsTheContext() {
    Shelf shelf =
        shelf(
            Map.of(
                "shelf.put.before", new Action.Delay(5), "shelf.put.after", new Action.Delay(5)));
    Context mine = vertx.getOrCreateContext();
    Context other =
        io.vertx.core.internal.ContextInternal.class.cast(mine).owner().createEventLoopContext();
    Promise<Boolean> first = Promise.promise();
    Promise<Boolean> second = Promise.promise();
    mine.runOnContext(
        now -> shelf.put(1).onComplete(x -> first.complete(Vertx.currentContext() == mine)));
    other.runOnContext(
        now -> shelf.put(2).onComplete(x -> second.complete(Vertx.currentContext() == other)));
    assertThat(get(first.future())).isTrue();
    assertThat(get(second.future())).isTrue();
  }

  @Test
  @DisplayName("whose failure is injected tells it after the call, on its caller's context")
  void failsLater() {
    Shelf shelf = shelf(Map.of("shelf.put.before", Action.FAIL));
    Context mine = vertx.getOrCreateContext();
    Promise<Boolean> seen = Promise.promise();
    mine.runOnContext(
        now -> {
          Future<Integer> failing = shelf.put(1);
          boolean early = failing.isComplete();
          failing.onComplete(x -> seen.complete(!early && Vertx.currentContext() == mine));
        });
    assertThat(get(seen.future())).isTrue();
  }

  @Test
  @DisplayName("is not done when the life ends before, and nobody hears of it when it ends after")
  void halted() {
    Shelf before = shelf(halting("shelf.put.before"));
    assertThatThrownBy(() -> before.put(7)).isInstanceOf(Halted.class);
    assertThat(done).isEmpty();
    Future<Integer> after = shelf(halting("shelf.put.after")).put(8);
    assertThat(after.cause()).isInstanceOf(Halted.class);
    assertThat(done).containsExactly(8);
  }

  private static Fuse halting(String at) {
    return point -> {
      if (point.equals(at)) {
        throw new Halted(point);
      }
      return Action.PASS;
    };
  }

  @Test
  @DisplayName("is itself where nothing is armed, and behind its points on an armed thread")
  void ofTheThread() {
    assertThat(Boundary.of(vertx, "shelf", Shelf.class, real, IllegalStateException::new))
        .isSameAs(real);
    Failpoints.arm(point -> Action.FAIL);
    try {
      Shelf armed = Boundary.of(vertx, "shelf", Shelf.class, real, IllegalStateException::new);
      assertThatThrownBy(() -> get(armed.put(1).timeout(5, TimeUnit.SECONDS)))
          .hasMessageContaining("shelf.put.before");
    } finally {
      Failpoints.disarm();
    }
  }
}
