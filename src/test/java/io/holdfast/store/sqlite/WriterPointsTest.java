package io.holdfast.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Halted;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("At a point of the writer")
class WriterPointsTest {

  /** Rings nobody. */
  private record Silence() implements Doorbell {
    @Override
    public void work(String runner) {}

    @Override
    public void control(String runner) {}

    @Override
    public void due(String connector, String chat) {}
  }

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private volatile String at = "";
  private volatile boolean halts;
  private volatile boolean dead;

  @BeforeEach
  void arm() {
    Failpoints.arm(this::reached);
  }

  private Action reached(String point) {
    if (dead || halts && point.equals(at)) {
      dead = true;
      throw new Halted(point);
    }
    return point.equals(at) ? Action.FAIL : Action.PASS;
  }

  @AfterEach
  void close() {
    Failpoints.disarm();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    return future.timeout(60, TimeUnit.SECONDS).toCompletionStage().toCompletableFuture().join();
  }

  private Store open() {
    return get(
        SqliteStore.open(
            vertx, directory.resolve("h.db"), new Silence(), new SimpleMeterRegistry()));
  }

  @ParameterizedTest(name = "{0}: {1} of what was offered is there")
  @CsvSource({"batch-before-commit, 0", "batch-committed, 20", "batch-told, 20"})
  @DisplayName("a life may end: the store lets itself be closed, and the next one opens it")
  void halted(String point, int there) {
    Store store = open();
    at = point;
    halts = true;
    // One batch would do; if there are several, the first one ends it and the others are refused.
    List<Future<Void>> joined =
        IntStream.range(0, 20).mapToObj(node -> store.join("n" + node, node)).toList();
    get(store.close());
    at = "";
    dead = false;
    Store next = open();
    int found = get(next.nodes(99)).size();
    assertThat(found).isBetween(Math.min(1, there), there);
    if (!point.equals("batch-told")) {
      assertThat(joined).noneMatch(Future::succeeded);
    }
    get(next.close());
  }

  @Test
  @DisplayName(
      "a commit may fail: its callers hear that the store is not ready, and nothing is done")
  void commitFails() {
    Store store = open();
    at = "batch-before-commit";
    Future<Void> joined = store.join("n", 1);
    assertThatThrownBy(() -> get(joined)).hasRootCauseInstanceOf(NotReady.class);
    at = "";
    assertThat(get(store.nodes(99))).isEmpty();
    get(store.join("n", 2));
    get(store.close());
  }

  @Test
  @DisplayName("the doorbells may fail: what is committed is told all the same, and work goes on")
  void bellsFail() {
    Store store = open();
    at = "batch-told";
    get(store.join("n", 1));
    get(store.beat("n", 2));
    get(store.close());
  }
}
