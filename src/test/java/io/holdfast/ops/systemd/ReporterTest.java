package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Counts;
import io.holdfast.model.Reason;
import io.holdfast.model.TurnState;
import io.holdfast.ops.Status;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("systemd is told")
class ReporterTest {

  private static final String EXTENDED = "\nEXTEND_TIMEOUT_USEC=10000000";

  private final List<String> said = new ArrayList<>();
  private long now = 100_000;
  private int asked;
  private long running = 3;
  private Map<String, Boolean> checks = Map.of("store", true, "runner.demo", true);
  private Optional<Status.Draining> draining = Optional.empty();
  private final Reporter reporter =
      new Reporter(this::status, this::counts, said::add, () -> Instant.ofEpochMilli(now));

  @Test
  @DisplayName("that it starts, once, and nothing else until it is ready")
  void starting() {
    reporter.tick();
    reporter.tick();
    assertThat(said).containsExactly("STATUS=starting");
    assertThat(asked).isZero();
  }

  @Test
  @DisplayName("what runs and waits, only when that changes, and is counted each five seconds")
  void serving() {
    reporter.ready();
    ticks(5);
    running = 1;
    ticks(1);
    assertThat(said)
        .containsExactly(
            "STATUS=serving: 3 turns running, 2 queued",
            "STATUS=serving: 1 turn running, 2 queued");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  @DisplayName("what is not ready, by name")
  void notReady() {
    reporter.ready();
    checks = Map.of("store", false, "connector.web", true, "runner.demo", false);
    ticks(1);
    assertThat(said).containsExactly("STATUS=not ready: runner.demo, store");
  }

  @Test
  @DisplayName("S32: each second of a stop what it waits for, and asked for more time")
  void drains() {
    reporter.ready();
    draining = Optional.of(drain("", 3, now + 41_000, now + 56_000));
    ticks(1);
    draining = Optional.of(drain("", 1, now + 39_001, now + 54_001));
    ticks(1);
    draining = Optional.of(drain("", 0, now + 38_000, now + 9_000));
    ticks(1);
    assertThat(said)
        .containsExactly(
            "STATUS=draining: 3 turns, 41 s left" + EXTENDED,
            "STATUS=draining: 1 turn, 40 s left" + EXTENDED,
            "STATUS=stopping: 9 s left" + EXTENDED);
  }

  @Test
  @DisplayName("S36: no more time for a stop that has outlived its budget")
  void hangs() {
    reporter.ready();
    draining = Optional.of(drain("", 1, now - 10_000, now - 4_999));
    ticks(2);
    assertThat(said)
        .containsExactly("STATUS=stopping: 0 s left" + EXTENDED, "STATUS=stopping: 0 s left");
  }

  @Test
  @DisplayName("of a redeploy, which asks for no time: nobody stops the service")
  void redeploys() {
    reporter.ready();
    draining = Optional.of(drain("coder", 2, now + 10_000, now + 15_000));
    ticks(1);
    assertThat(said).containsExactly("STATUS=redeploying coder: 2 turns, 10 s left");
  }

  private void ticks(int number) {
    for (int tick = 0; tick < number; tick++) {
      reporter.tick();
      now += 1_000;
    }
  }

  private static Status.Draining drain(String scope, int turns, long until, long end) {
    return new Status.Draining("s1", scope, Reason.SHUTDOWN, turns, until, end);
  }

  private Status status() {
    return new Status("n", "1", 0, "file", Set.of(), checks, Map.of(), draining, Optional.empty());
  }

  private Future<Counts> counts() {
    asked++;
    return Future.succeededFuture(
        new Counts(
            Map.of(TurnState.RUNNING, running),
            Map.of("demo", 2L),
            Map.of("demo", 2L),
            Map.of(),
            0));
  }
}
