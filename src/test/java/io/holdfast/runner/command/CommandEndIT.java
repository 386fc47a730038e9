package io.holdfast.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Outcome;
import io.holdfast.model.StepState;
import io.holdfast.process.ProcessTable;
import io.holdfast.process.Wrapper;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.Future;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Of what a program started")
@EnabledOnOs(OS.LINUX)
class CommandEndIT {

  /** Starts a child that only SIGKILL ends and that holds the standard output open. */
  private static final String STUBBORN =
      "sh -c 'trap \"\" TERM; echo $$ > stubborn; while :; do sleep 1; done' & ";

  /** Starts a child that has left its parent's session, and everything else it could. */
  private static final String DETACHED =
      "setsid sh -c 'trap \"\" TERM HUP; echo $$ > detached; exec sleep 1000' > /dev/null 2>&1 & ";

  private static final String WAIT = "while [ ! -s %s ]; do sleep 0.02; done; ";

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

  @Test
  @DisplayName("nothing is left when it is cancelled, not even a child that ignores SIGTERM")
  void cancelled() {
    FakeTurn turn = FakeTurn.of("");
    bench.script("echo $$ > program; " + STUBBORN + "wait");
    Future<Outcome> outcome = bench.start(turn);
    List<Long> pids = List.of(bench.pid("program"), bench.pid("stubborn"));
    bench.cancel(turn);

    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
    assertThat(pids).noneMatch(CommandBench::alive);
    assertThat(turn.journal()).singleElement().matches(step -> step.state() == StepState.INTENT);
  }

  @Test
  @DisplayName("nothing is left when it ends by itself, and its reply is not held up")
  void left() {
    bench.script(STUBBORN + WAIT.formatted("stubborn") + "echo done");

    assertThat(bench.run("")).isEqualTo(Outcome.done("done"));
    assertThat(CommandBench.alive(bench.pid("stubborn"))).isFalse();
  }

  @Test
  @DisplayName("nothing is left even if it moved to a session of its own")
  void detached() {
    bench.script(DETACHED + WAIT.formatted("detached") + "echo done");

    assertThat(bench.run("")).isEqualTo(Outcome.done("done"));
    assertThat(CommandBench.alive(bench.pid("detached"))).isFalse();
  }

  @Test
  @DisplayName("each gets the time to end in order after SIGTERM")
  void polite() {
    FakeTurn turn = FakeTurn.of("");
    String script =
        "trap 'sleep 0.1; echo ended > orderly; exit' TERM; echo $$ > program;"
            + " while :; do sleep 0.02; done";
    bench.with(bench.settings(script).put("grace", "20s"));
    Future<Outcome> outcome = bench.start(turn);
    bench.pid("program");
    bench.cancel(turn);

    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
    assertThat(bench.read("orderly")).isEqualTo("ended\n");
  }

  /** Says so once nobody has that number any more; until its parent has heard, a dead one does. */
  private static String gone(Process process) {
    return "for i in $(seq 200); do kill -0 "
        + process.pid()
        + " || { echo gone; break; }; sleep 0.05; done";
  }

  @Test
  @DisplayName("nothing of an earlier attempt is left when the turn goes on")
  void superseded() throws IOException {
    FakeTurn first = FakeTurn.of("");
    String turn = first.turn().attempt().turn();
    Process old = stray(Map.of("HOLDFAST_TURN", turn, "HOLDFAST_ATTEMPT", "1"));
    Process other = stray(Map.of("HOLDFAST_TURN", "another", "HOLDFAST_ATTEMPT", "1"));
    try {
      bench.script(gone(old));
      assertThat(bench.run(first.retried())).isEqualTo(Outcome.done("gone"));
      assertThat(other.isAlive()).isTrue();
    } finally {
      old.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  @DisplayName("nothing of a gateway that died is left once another has started")
  void orphaned() throws IOException {
    long self = ProcessHandle.current().pid();
    String living = self + "-" + ProcessTable.of(self).orElseThrow().started();
    Process orphan = stray(Map.of("HOLDFAST_GATEWAY", self + "-1"));
    Process child = stray(Map.of("HOLDFAST_GATEWAY", living));
    try {
      bench.script(gone(orphan));
      assertThat(bench.run("")).isEqualTo(Outcome.done("gone"));
      assertThat(child.isAlive()).isTrue();
    } finally {
      orphan.destroyForcibly();
      child.destroyForcibly();
    }
  }

  private static Process stray(Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    builder.environment().putAll(variables);
    Process process = builder.start();
    long pid = process.pid();
    await()
        .until(
            () ->
                !process.isAlive()
                    || ProcessTable.of(pid).filter(p -> holds(p, variables)).isPresent());
    return process;
  }

  private static boolean holds(ProcessTable.Entry process, Map<String, String> variables) {
    return variables.entrySet().stream()
        .allMatch(v -> process.has(v.getKey() + "=" + v.getValue()));
  }

  @Test
  @DisplayName("no process, thread or descriptor is left after a hundred turns")
  void hygiene() throws IOException {
    bench.script("cat; echo err >&2");
    for (int i = 0; i < 5; i++) {
      bench.run("warm up");
    }
    long before = descriptors();
    for (int i = 0; i < 100; i++) {
      assertThat(bench.run("hi")).isEqualTo(Outcome.done("hi"));
    }

    await().until(() -> descriptors() <= before);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(CommandEndIT::ours));
  }

  private static boolean ours(Thread thread) {
    return thread.getName().startsWith("holdfast-command");
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  @Test
  @DisplayName("the program itself does not outlive a gateway that is killed")
  void gatewayKilled() throws IOException {
    assertThat(Wrapper.words()).anyMatch(word -> word.endsWith("/setpriv"));
    String java = ProcessHandle.current().info().command().orElse("java");
    Process gateway =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                CommandHost.class.getName(),
                bench.settings("echo $$ > program; while :; do sleep 1; done").encode())
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    try {
      long program = bench.pid("program");
      assertThat(CommandBench.alive(program)).isTrue();
      gateway.destroyForcibly();
      await().until(() -> !CommandBench.alive(program));
    } finally {
      gateway.destroyForcibly();
    }
  }
}
