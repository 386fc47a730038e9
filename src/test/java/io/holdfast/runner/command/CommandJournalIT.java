package io.holdfast.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program's run")
class CommandJournalIT {

  /** Counts its runs. */
  private static final String COUNT = "echo x >> runs; echo run $(wc -l < runs); ";

  private static final String HANG = "if [ ! -e go ]; then sleep 1000; fi";

  @TempDir Path directory;
  private CommandBench bench;

  @BeforeEach
  void open() {
    bench = new CommandBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** An attempt that was cut while its program ran. */
  private FakeTurn cut() {
    FakeTurn turn = FakeTurn.of("");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> Files.exists(bench.path("runs")) && runs() > 0);
    bench.cancel(turn);
    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(RuntimeException.class);
    bench.write("go");
    return turn;
  }

  private long runs() {
    return bench.read("runs").lines().count();
  }

  @Test
  @DisplayName("S30: is not repeated after a crash: its user is asked")
  void asks() {
    bench.script(COUNT + HANG);
    FakeTurn second = cut().resumed(Reason.CRASH);

    assertThatThrownBy(() -> bench.run(second)).isInstanceOf(Asking.class);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  @DisplayName("is repeated when its user says so")
  void again() {
    bench.script(COUNT + HANG);
    FakeTurn second = cut().resumed(Reason.CRASH);
    assertThatThrownBy(() -> bench.run(second)).isInstanceOf(Asking.class);

    assertThat(bench.run(second.answered("run-1", "again"))).isEqualTo(Outcome.done("run 2"));
  }

  @Test
  @DisplayName("is taken as done when its user says so")
  void done() {
    bench.script(COUNT + HANG);
    FakeTurn second = cut().resumed(Reason.CRASH);
    assertThatThrownBy(() -> bench.run(second)).isInstanceOf(Asking.class);

    assertThat(bench.run(second.answered("run-1", "done")))
        .isEqualTo(
            Outcome.done("Taken as done. What the program said was lost in the interruption."));
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  @DisplayName("is repeated after a crash where the configuration calls it repeatable")
  void retries() {
    bench.with(
        bench.settings(COUNT + "echo $HOLDFAST_RESUMED; " + HANG).put("on-unknown", "retry"));

    assertThat(bench.run(cut().resumed(Reason.RESTART))).isEqualTo(Outcome.done("run 2\nrestart"));
  }

  @Test
  @DisplayName("S13: is not repeated once its result is committed, and is shown again")
  void journaled() {
    bench.script(COUNT);
    FakeTurn first = FakeTurn.of("");
    bench.run(first);
    FakeTurn second = first.resumed(Reason.CRASH);

    assertThat(bench.run(second)).isEqualTo(Outcome.done("run 1"));
    assertThat(second.shown()).isEqualTo("run 1\n");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  @DisplayName("is not repeated after a crash when it had failed")
  void failed() {
    bench.script(COUNT + "exit 9");
    FakeTurn first = FakeTurn.of("");
    bench.run(first);

    assertThat(bench.run(first.resumed(Reason.CRASH))).isInstanceOf(Outcome.Failed.class);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  @DisplayName("that failed is repeated by /retry, and by nothing after that")
  void retry() {
    bench.script(COUNT + "[ -e go ] || exit 9");
    FakeTurn first = FakeTurn.of("");
    bench.run(first);
    bench.write("go");
    FakeTurn second = first.retried();

    assertThat(bench.run(second)).isEqualTo(Outcome.done("run 2"));
    assertThat(bench.run(second.resumed(Reason.CRASH))).isEqualTo(Outcome.done("run 2"));
    assertThat(runs()).isEqualTo(2);
  }
}
