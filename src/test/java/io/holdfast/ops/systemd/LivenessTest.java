package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S36: The watchdog hears of this process")
class LivenessTest {

  private final Loop one = new Loop();
  private final Loop two = new Loop();
  private final List<Promise<Void>> commits = new ArrayList<>();
  private final AtomicInteger signs = new AtomicInteger();
  private final Liveness liveness =
      new Liveness(List.of(one, two), this::commit, signs::incrementAndGet);

  @Test
  @DisplayName("once a round that every event loop and a commit have passed")
  void all() {
    liveness.round();
    one.run();
    two.run();
    assertThat(signs).hasValue(0);
    commits.get(0).complete();
    assertThat(signs).hasValue(1);
  }

  @Test
  @DisplayName("not at all while one event loop hangs, however often the other one answers")
  void hungLoop() {
    for (int round = 0; round < 3; round++) {
      liveness.round();
      one.run();
      commits.get(round).complete();
    }
    assertThat(signs).hasValue(0);
  }

  @Test
  @DisplayName("not at all while the store neither commits nor says why not")
  void storeFails() {
    liveness.round();
    one.run();
    two.run();
    assertThat(signs).hasValue(0);
    commits.get(0).fail("a fault");
    assertThat(signs).hasValue(0);
  }

  @Test
  @DisplayName("S42: on a full disk, which the store says and no new process could change")
  void refuses() {
    liveness.round();
    one.run();
    two.run();
    commits.get(0).fail(new HoldfastException.NotReady("SQLITE_FULL"));
    assertThat(signs).hasValue(1);
  }

  @Test
  @DisplayName("where the database was deleted: only this process still has what was in it")
  void bereft() {
    liveness.round();
    one.run();
    two.run();
    commits.get(0).fail(new HoldfastException.Bereft("deleted"));
    assertThat(signs).hasValue(1);
  }

  @Test
  @DisplayName("not by an answer that came after its round was over")
  void stale() {
    liveness.round();
    one.run();
    commits.get(0).complete();
    liveness.round();
    two.runFirst();
    assertThat(signs).hasValue(0);
  }

  @Test
  @DisplayName("again as soon as what hung goes on")
  void recovers() {
    liveness.round();
    liveness.round();
    one.run();
    two.run();
    commits.forEach(Promise::tryComplete);
    assertThat(signs).hasValue(1);
  }

  @Test
  @DisplayName("no more once an event loop is shut down")
  void shutDown() {
    two.closed = true;
    liveness.round();
    one.run();
    commits.get(0).complete();
    assertThat(signs).hasValue(0);
  }

  private Future<Void> commit() {
    Promise<Void> commit = Promise.promise();
    commits.add(commit);
    return commit.future();
  }

  private static final class Loop implements Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean closed;

    @Override
    public void execute(Runnable task) {
      if (closed) {
        throw new RejectedExecutionException();
      }
      tasks.add(task);
    }

    void run() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }

    void runFirst() {
      tasks.remove().run();
    }
  }
}
