package io.holdfast.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.Outcome;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The command runner")
class CommandRunnerIT {

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
  @DisplayName("gives a program the message and takes its output as the reply")
  void pipes() {
    FakeTurn turn = FakeTurn.of("Grüße", "𝄞");

    assertThat(bench.script("cat; echo .").run(turn)).isEqualTo(Outcome.done("Grüße\n\n𝄞."));
    assertThat(turn.labels()).containsExactly("running sh");
  }

  @Test
  @DisplayName("shows the output as it comes")
  void streams() {
    FakeTurn turn = FakeTurn.of("");
    bench.script("echo one; while [ ! -e go ]; do sleep 0.02; done; echo two");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> turn.shown().equals("one\n"));
    bench.write("go");

    assertThat(Loop.await(outcome)).isEqualTo(Outcome.done("one\ntwo"));
    assertThat(turn.shown()).isEqualTo("one\ntwo\n");
  }

  @Test
  @DisplayName("does not show half of a character")
  void characters() {
    FakeTurn turn = FakeTurn.of("");
    bench.script("printf '<\\303'; while [ ! -e go ]; do sleep 0.02; done; printf '\\251>'");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> turn.shown().equals("<"));
    bench.write("go");

    assertThat(Loop.await(outcome)).isEqualTo(Outcome.done("<é>"));
    assertThat(turn.deltas()).containsExactly("<", "é>");
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of("true", Outcome.done("(no output)")),
        Arguments.of("echo ok; echo noise >&2", Outcome.done("ok")),
        Arguments.of("exec 0<&-; echo ok", Outcome.done("ok")),
        Arguments.of("cat >/dev/null; echo end", Outcome.done("end")),
        Arguments.of("exit 7", failed("exit-7", "The program failed with exit code 7.")),
        Arguments.of(
            "echo half; echo one >&2; echo two >&2; exit 1",
            failed("exit-1", "The program failed with exit code 1: one / two")),
        Arguments.of(
            "kill -KILL $$", failed("exit-137", "The program failed with exit code 137.")));
  }

  private static Outcome failed(String code, String sentence) {
    return new Outcome.Failed(code, sentence);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("endings")
  void ends(String script, Outcome expected) {
    assertThat(bench.script(script).run("hello")).isEqualTo(expected);
  }

  @Test
  @DisplayName("does not mind a program that never reads a message larger than a pipe")
  void unread() {
    assertThat(bench.script("sleep 0.1; echo ok").run("x".repeat(300_000)))
        .isEqualTo(Outcome.done("ok"));
  }

  @Test
  @DisplayName("takes as much output as the limit allows")
  void large() {
    assertThat(bench.script("head -c 1048576 /dev/zero | tr '\\0' x").run(""))
        .isEqualTo(Outcome.done("x".repeat(1_048_576)));
  }

  @Test
  @DisplayName("stops a program that writes more, and says so")
  void tooLarge() {
    bench.with(bench.settings("echo $$ > pid; exec yes").put("output-limit", 100_000));

    assertThat(bench.run(""))
        .isEqualTo(
            failed("program-failed", "The program wrote more than 100000 bytes and was stopped."));
    assertThat(CommandBench.alive(bench.pid("pid"))).isFalse();
  }

  @Test
  @DisplayName("makes text of whatever bytes a program writes")
  void junk() {
    Outcome outcome = bench.script("head -c 100000 /dev/urandom").run("");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> assertThat(done.text()).doesNotContain("\0").contains("\uFFFD"));
  }

  @Test
  @DisplayName("says that a program does not exist")
  void missing() {
    bench.with(bench.settings("").put("command", JsonArray.of("no-such-program-here")));
    assertThat(bench.run(""))
        .isEqualTo(failed("program-failed", "The program no-such-program-here was not found."));
  }

  @Test
  @DisplayName("says that its directory does not exist")
  void noDirectory() {
    bench.with(bench.settings("true").put("directory", directory.resolve("none").toString()));
    assertThat(bench.run(""))
        .isEqualTo(failed("program-failed", "The program's directory does not exist."));
  }

  @Test
  @DisplayName("tells the program about its turn, and not about the gateway's secrets")
  void environment() {
    FakeTurn turn = FakeTurn.of("");
    String variables = ((Outcome.Done) bench.script("env").run(turn)).text();

    assertThat(variables.lines())
        .contains(
            "HOLDFAST_TURN=" + turn.turn().attempt().turn(),
            "HOLDFAST_ATTEMPT=1",
            "HOLDFAST_SESSION=web/chat-1",
            "HOLDFAST_RESUMED=")
        .noneMatch(line -> line.startsWith("MAVEN_"));
  }
}
