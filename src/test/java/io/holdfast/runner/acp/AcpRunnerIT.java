package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.Attachment;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The acp runner")
class AcpRunnerIT extends AcpCase {

  private static final Exchange PAST = new Exchange("what is it", "it is a bird");

  @Test
  @DisplayName("shows what the agent says as it comes, and the whole as the reply")
  void reply() {
    bench.agent("opencode");
    FakeTurn turn = FakeTurn.of("hello");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done("you said hello"));
    assertThat(turn.shown()).isEqualTo("you said hello");
    assertThat(turn.deltas()).hasSizeGreaterThan(1);
  }

  @Test
  @DisplayName("gives the files of the agent with the reply, and the same ones after a restart")
  void givesFiles() {
    bench.agent("opencode");
    FakeTurn turn = FakeTurn.of("DRAW");
    Outcome drawn =
        new Outcome.Done(
            "Here it is.\n\nAnd that is all.",
            List.of(
                new Attachment("file-1.png", "image/png", "AAEC"),
                new Attachment("my notes.txt", "text/plain", "aGk=")));

    assertThat(bench.run(turn)).isEqualTo(drawn);
    assertThat(turn.shown()).isEqualTo("Here it is.\n\nAnd that is all.");
    bench.agent("opencode");
    assertThat(bench.run(turn.resumed(Reason.CRASH))).isEqualTo(drawn);
    assertThat(bench.noted("prompts")).hasSize(1);
  }

  @Test
  @DisplayName("keeps the agent and its session for the next turn")
  void next() {
    bench.agent("opencode");
    FakeTurn first = FakeTurn.of("hello");
    bench.run(first);
    bench.run(first.after("again"));

    assertThat(bench.noted("opened")).hasSize(1);
    assertThat(bench.noted("resumed")).isEmpty();
    assertThat(bench.noted("prompts")).containsExactly("hello", "again");
  }

  @Test
  @DisplayName("an agent that was kept is not used once another node has worked for the session")
  void elsewhere() {
    try (AcpBench other = new AcpBench(directory)) {
      FakeTurn first = FakeTurn.of("hello");
      bench.agent("opencode").run(first);
      FakeTurn second = first.after("again");
      other.agent("opencode").run(second);
      FakeTurn third = second.after("KNOWN");

      assertThat(bench.run(third)).isEqualTo(Outcome.done("[hello, again]"));
      assertThat(bench.run(third.after("KNOWN"))).isEqualTo(Outcome.done("[hello, again, KNOWN]"));
      assertThat(bench.noted("opened")).hasSize(1);
      assertThat(bench.noted("pids")).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("puts a tool call together from whatever names it, and makes it one step: as")
  @ValueSource(strings = {"opencode", "codex", "qwen", "gemini", "claude"})
  void toolCall(String style) {
    bench.agent(style);
    FakeTurn turn = FakeTurn.of("TOOL");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done("Tool finished."));
    assertThat(steps(turn, "tool-"))
        .singleElement()
        .matches(step -> step.label().equals("make x") && step.state() == StepState.RESULT);
    assertThat(bench.noted("permissions"))
        .isNotEmpty()
        .allMatch(outcome -> outcome.contains(style + "-yes"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("refuses what the policy denies with the agent's own option, and says so: as")
  @ValueSource(strings = {"opencode", "codex", "qwen"})
  void denied(String style) {
    JsonObject settings = bench.settings(style);
    settings.getJsonObject("permissions").put("edit", "deny");
    Outcome outcome = bench.with(settings).run("TOOL");

    assertThat(bench.noted("permissions")).allMatch(o -> o.contains(style + "-no"));
    assertThat(outcome.toString()).contains("make x (edit)");
    assertThat(outcome)
        .isInstanceOf(style.equals("codex") ? Outcome.Failed.class : Outcome.Done.class);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("ends a turn that is cancelled, and all processes of its agent: as")
  @ValueSource(strings = {"opencode", "codex", "gemini", "claude"})
  void cancelled(String style) {
    bench.agent(style);
    FakeTurn turn = FakeTurn.of("SLOW");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> !turn.deltas().isEmpty());
    bench.cancel(turn);

    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
    assertThat(bench.alive()).isEmpty();

    assertThat(bench.run(turn.after("hello"))).isEqualTo(Outcome.done("you said hello"));
    assertThat(bench.noted("resumed")).hasSize(1);
    assertThat(bench.noted("second-prompts")).isEmpty();
  }

  @Test
  @DisplayName("S05: an interrupted turn goes on in the agent's session, told which tools were cut")
  void resumed() {
    bench.agent("gemini");
    FakeTurn first = FakeTurn.of("HANG").remembering(PAST);
    Future<Outcome> lost = bench.start(first);
    String session = bench.noted("hangs", 1).get(0);
    await().until(() -> steps(first, "tool-").size() == 2);
    FakeTurn second = first.resumed(Reason.CRASH);
    bench.agent("gemini");
    assertThatThrownBy(() -> Loop.await(lost)).isNotNull();

    assertThat(bench.run(second)).isEqualTo(Outcome.done("went on in " + session));
    assertThat(second.shown()).isEqualTo("went on in " + session);
    assertThat(bench.noted("resumed")).containsExactly("session/load " + session);
    assertThat(bench.noted("prompts").get(1))
        .contains("- make x")
        .doesNotContain("read y", "old", PAST.question());
    assertThat(steps(second, "tool-old")).isEmpty();
  }

  @Test
  @DisplayName("a turn after a restart goes on in the session of the one before")
  void restarted() {
    FakeTurn first = FakeTurn.of("hello");
    bench.agent("opencode").run(first);
    bench.agent("opencode");

    assertThat(bench.run(first.after("again").remembering(PAST)))
        .isEqualTo(Outcome.done("you said again"));
    assertThat(bench.noted("resumed")).singleElement().asString().startsWith("session/resume");
    assertThat(bench.noted("opened")).hasSize(1);
  }

  @Test
  @DisplayName("a turn that was killed before its first prompt tells its session what was said")
  void killedBeforeItsFirstPrompt() {
    FakeTurn first = untold();

    bench.run(first.resumed(Reason.CRASH));
    assertThat(bench.noted("opened")).hasSize(1);
    assertThat(bench.noted("prompts"))
        .singleElement()
        .asString()
        .contains("User: " + PAST.question(), "go on");
  }

  @Test
  @DisplayName("a session that a turn opened and never used is told what was said by the next turn")
  void endedBeforeItsFirstPrompt() {
    FakeTurn next = untold().after("again").remembering(PAST);

    bench.run(next);
    bench.agent("opencode").run(next.after("and again").remembering(PAST));
    assertThat(bench.noted("opened")).hasSize(1);
    assertThat(bench.noted("prompts").get(0)).contains("User: " + PAST.question(), "again");
    assertThat(bench.noted("prompts").get(1)).isEqualTo("and again");
  }

  /** An attempt that was killed when its session was open, and had got no prompt. */
  private FakeTurn untold() {
    FakeTurn turn = FakeTurn.of("go on").remembering(PAST).killedBeforeItRemembers();
    bench.agent("opencode").start(turn);
    await()
        .until(() -> steps(turn, "session-").stream().anyMatch(s -> s.state() == StepState.RESULT));
    bench.agent("opencode");
    return turn;
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an agent that knows the session no more gets a new one, with what was said: as")
  @ValueSource(strings = {"plain", "codex"})
  void forgotten(String style) throws Exception {
    FakeTurn first = FakeTurn.of("hello");
    bench.agent(style).run(first);
    bench.close();
    java.nio.file.Files.delete(bench.home().resolve(steps(first, "session-").get(0).result()));
    bench.agent(style);
    FakeTurn next = first.after("again").remembering(new Exchange("hello", "you said hello"));
    bench.run(next);

    assertThat(bench.noted("opened")).hasSize(2);
    assertThat(bench.noted("prompts").get(1)).contains("User: hello", "again");
  }

  @Test
  @DisplayName("an agent that dies is started again, and the turn goes on in its session")
  void died() {
    bench.agent("opencode");
    FakeTurn turn = FakeTurn.of("HANG");
    Future<Outcome> outcome = bench.start(turn);
    String session = bench.noted("hangs", 1).get(0);
    ProcessHandle.of(bench.alive().get(0)).orElseThrow().destroyForcibly();

    assertThat(Loop.await(outcome)).isEqualTo(Outcome.done("went on in " + session));
    assertThat(bench.noted("pids")).hasSize(2);
  }

  @Test
  @DisplayName("an agent that dies as often as it is started fails the turn with what it said last")
  void keepsDying() {
    JsonObject settings = bench.settings("plain").put("restarts", 0);

    assertThat(bench.with(settings).run("DIE"))
        .isEqualTo(
            new Outcome.Failed("agent-ended", "The agent ended with exit code 3: out of luck."));
  }

  @Test
  @DisplayName("says why an agent stopped early")
  void stopReasons() {
    bench.agent("opencode");

    assertThat(bench.run("REFUSE"))
        .isEqualTo(new Outcome.Failed("agent-refusal", "The agent refused."));
    assertThat(bench.run("LONG").toString()).contains("as far as it goes", "limit of tokens");
  }

  @Test
  @DisplayName("shows thoughts and plans as progress, not as the reply")
  void progress() {
    bench.agent("opencode");
    FakeTurn turn = FakeTurn.of("THINK");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done("thought"));
    assertThat(turn.progress()).contains("I wonder what to say.", "2 of 2: leap");
  }

  @Test
  @DisplayName("gives the agent files of its workspace and no others")
  void files() {
    bench.agent("opencode");
    ask("fs/write_text_file", JsonObject.of("path", "a/b.txt", "content", "first\nsecond\n"));

    assertThat(ask("fs/read_text_file", JsonObject.of("path", "a/b.txt", "line", 2)))
        .contains("second")
        .doesNotContain("first");
    assertThat(ask("fs/read_text_file", JsonObject.of("path", "/etc/passwd")))
        .contains("leads out of the workspace");
    assertThat(ask("terminal/create", JsonObject.of("command", "true"))).contains("-32601");
  }

  @Test
  @DisplayName("runs the agent's commands in its workspace, where that is allowed")
  void terminals() {
    JsonObject settings = bench.settings("opencode").put("terminals", true);
    settings.getJsonObject("permissions").put("execute", "allow");
    bench.with(settings);
    JsonObject command = JsonObject.of("command", "sh", "args", JsonArray.of("-c", "pwd; exit 3"));

    assertThat(ask("terminal/create", command)).contains("workspaces/web_chat-1", "\"exitCode\":3");
    assertThat(ask("terminal/create", command.put("cwd", "/"))).contains("leads out");
  }

  private String ask(String method, JsonObject params) {
    JsonObject request = JsonObject.of("method", method, "params", params);
    return bench.run("ASK " + request.encode()).toString();
  }

  @Test
  @DisplayName("passes MCP servers on, and sets mode and model")
  void session() {
    JsonObject server = JsonObject.of("name", "tools", "command", JsonArray.of("tools", "--x"));
    JsonObject settings =
        bench
            .settings("opencode")
            .put("mode", "plan")
            .put("model", "large")
            .put("mcp-servers", JsonArray.of(server));
    bench.with(settings).run("hello");

    assertThat(bench.noted("opened").get(0)).contains("\"command\":\"tools\",\"args\":[\"--x\"]");
    assertThat(bench.noted("set")).hasSize(2);
    assertThat(bench.noted("set").get(0)).contains("plan");
    assertThat(bench.noted("set").get(1)).contains("large");
  }

  @Test
  @DisplayName("says that a program does not exist")
  void missing() {
    JsonObject settings = bench.settings("opencode").put("command", JsonArray.of("no-such-agent"));

    assertThat(bench.with(settings).run("hello"))
        .isEqualTo(new Outcome.Failed("agent-missing", "The program no-such-agent was not found."));
  }

  @Test
  @DisplayName("no process and no thread is left after turns that are killed and cancelled")
  void hygiene() {
    bench.agent("claude");
    FakeTurn turn = FakeTurn.of("hello");
    bench.run(turn);
    for (int i = 1; i <= 3; i++) {
      turn = turn.after("HANG");
      Future<Outcome> killed = bench.start(turn);
      bench.noted("hangs", 2 * i - 1);
      ProcessHandle.of(bench.alive().get(0)).orElseThrow().destroyForcibly();
      Loop.await(killed);

      turn = turn.after("HANG");
      Future<Outcome> cancelled = bench.start(turn);
      bench.noted("hangs", 2 * i);
      bench.cancel(turn);
      assertThatThrownBy(() -> Loop.await(cancelled)).isInstanceOf(Cancelled.class);
      assertThat(bench.alive()).isEmpty();
    }
    assertThat(bench.noted("opened")).hasSize(1);
    bench.close();

    assertThat(bench.alive()).isEmpty();
    await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(AcpRunnerIT::ours));
  }

  private static boolean ours(Thread thread) {
    return thread.getName().startsWith("holdfast-acp");
  }

  private static List<Step> steps(FakeTurn turn, String prefix) {
    return turn.journal().stream().filter(step -> step.key().startsWith(prefix)).toList();
  }
}
