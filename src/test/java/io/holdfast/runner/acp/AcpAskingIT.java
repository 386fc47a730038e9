package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Decision;
import io.holdfast.model.Decision.Kind;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The acp runner, whose agents ask people for permission,")
class AcpAskingIT extends AcpCase {

  private static JsonObject asking(JsonObject settings) {
    settings.getJsonObject("permissions").put("edit", "ask");
    return settings;
  }

  /** Runs a turn up to its question. */
  private FakeTurn asks(FakeTurn turn) {
    assertThatThrownBy(() -> bench.run(turn)).isInstanceOf(Asking.class);
    assertThat(turn.questions())
        .singleElement()
        .asString()
        .contains("change files", "```\nmake x\n```");
    return turn;
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("lets people decide, and goes on in the very prompt that waits for it: as")
  @ValueSource(strings = {"opencode", "codex", "qwen", "gemini", "claude"})
  void asks(String style) {
    bench.with(asking(bench.settings(style)));
    FakeTurn asked = asks(FakeTurn.of("TOOL"));
    assertThat(bench.alive()).isNotEmpty();
    FakeTurn next = asked.decided(Decision.of(Kind.ONCE));

    assertThat(bench.run(next)).isEqualTo(Outcome.done("Tool finished."));
    assertThat(next.shown()).isEqualTo("Tool finished.");
    assertThat(bench.noted("executed")).hasSize(1);
    assertThat(bench.noted("prompts")).containsExactly("TOOL");
    assertThat(steps(next, "tool-")).allMatch(step -> step.state() == StepState.RESULT);
    assertThat(next.questions()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("after a restart a permission counts for the call that the agent makes anew: as")
  @ValueSource(strings = {"opencode", "codex", "qwen"})
  void asksBeforeARestart(String style) {
    bench.with(asking(bench.settings(style)));
    FakeTurn asked = asks(FakeTurn.of("TOOL"));
    bench.with(asking(bench.settings(style)));
    assertThat(bench.noted("permissions")).isEmpty();
    FakeTurn next = asked.decided(Decision.of(Kind.ONCE));

    assertThat(bench.run(next)).isEqualTo(Outcome.done("Tool finished."));
    assertThat(bench.noted("resumed")).hasSize(1);
    assertThat(bench.noted("prompts").get(1))
        .contains("do it if it is not done yet: make x")
        .doesNotContain("is not known");
    assertThat(bench.noted("executed")).hasSize(1);
    assertThat(next.questions()).isEmpty();
  }

  @Test
  @DisplayName("a request that names no call is judged as one of no known kind, and the next too")
  void odd() {
    JsonObject rules = JsonObject.of("other", "deny", "edit", "allow");
    bench.with(bench.settings("codex").put("permissions", rules));

    assertThat(bench.run(FakeTurn.of("ODD")))
        .isEqualTo(Outcome.done("Tool finished.\n\n[Not permitted: a tool (other).]"));
  }

  @Test
  @DisplayName("an agent that waits is not used once another attempt has gone on with the turn")
  void wentOnElsewhere() {
    bench.with(asking(bench.settings("opencode")));
    FakeTurn asked = asks(FakeTurn.of("TOOL"));
    FakeTurn lost = asked.decided(Decision.of(Kind.ONCE));

    assertThat(bench.run(lost.resumed(Reason.FAILOVER))).isEqualTo(Outcome.done("Tool finished."));
    assertThat(bench.noted("resumed")).hasSize(1);
  }

  @Test
  @DisplayName("S30: a permission that was used is not used again: the next call is asked about")
  void onceOnly() {
    bench.with(asking(bench.settings("qwen")));
    FakeTurn used = asks(FakeTurn.of("TOOL")).decided(Decision.of(Kind.ONCE));
    bench.run(used);
    FakeTurn cut = used.resumed(Reason.CRASH);
    bench.with(asking(bench.settings("qwen")));
    cut.forget("prompt");

    asks(cut);
    assertThat(bench.noted("executed")).hasSize(1);
    assertThat(steps(cut, "permission-")).hasSize(2);
  }

  @Test
  @DisplayName("a permission for the conversation counts for what is like it, and for later turns")
  void forTheSession() {
    bench.with(asking(bench.settings("opencode")));
    FakeTurn next = asks(FakeTurn.of("TOOL")).decided(Decision.of(Kind.SESSION));
    bench.run(next);
    bench.with(asking(bench.settings("opencode")));
    FakeTurn later = next.after("TOOL");

    assertThat(bench.run(later)).isEqualTo(Outcome.done("Tool finished."));
    assertThat(later.questions()).isEmpty();
    assertThat(bench.noted("executed")).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what people refuse, or nobody decides, is not done, and the reply says so:")
  @EnumSource(
      value = Kind.class,
      names = {"DENIED", "EXPIRED"})
  void refused(Kind kind) {
    bench.with(asking(bench.settings("claude")));
    FakeTurn next = asks(FakeTurn.of("TOOL")).decided(Decision.of(kind));

    assertThat(bench.run(next).toString()).contains("I may not.", "Not permitted: make x (edit)");
    assertThat(bench.noted("permissions")).singleElement().asString().contains("claude-no");
    assertThat(bench.noted("executed")).isEmpty();
  }

  @Test
  @DisplayName("what was refused is asked about anew when the turn is tried again")
  void refusedAndRetried() {
    bench.with(asking(bench.settings("codex")));
    FakeTurn refused = asks(FakeTurn.of("TOOL")).decided(Decision.of(Kind.EXPIRED));
    assertThat(bench.run(refused)).isInstanceOf(Outcome.Failed.class);
    refused.forget("prompt");
    FakeTurn next = asks(refused.retried()).decided(Decision.of(Kind.ONCE));

    assertThat(bench.run(next)).isEqualTo(Outcome.done("Tool finished."));
    assertThat(bench.noted("executed")).hasSize(1);
  }

  @Test
  @DisplayName("what is said instead of a no the agent hears in a prompt of its own")
  void refusedInWords() {
    bench.with(asking(bench.settings("opencode")).put("grace", "20s"));
    FakeTurn next = asks(FakeTurn.of("TOOL")).decided(Decision.said("make y instead"));

    assertThat(bench.run(next).toString()).contains("went on in ");
    assertThat(bench.noted("permissions")).singleElement().asString().contains("cancelled");
    assertThat(bench.noted("prompts").get(1))
        .contains("you may not: make x", "you were told: make y instead");
    assertThat(bench.noted("second-prompts")).isEmpty();
    assertThat(bench.noted("executed")).isEmpty();
  }

  @Test
  @DisplayName("the process that waits may die: another one goes on")
  void waitingAgentDies() {
    bench.with(asking(bench.settings("opencode")));
    FakeTurn asked = asks(FakeTurn.of("TOOL"));
    ProcessHandle.of(bench.alive().get(0)).orElseThrow().destroyForcibly();
    await().until(() -> bench.kept().isEmpty());

    assertThat(bench.run(asked.decided(Decision.of(Kind.ONCE))))
        .isEqualTo(Outcome.done("Tool finished."));
    assertThat(bench.noted("pids")).hasSize(2);
    assertThat(bench.noted("executed")).hasSize(1);
  }

  @Test
  @DisplayName("the process that waits is ended when it has waited for long, or its turn is over")
  void waitsNoLonger() {
    bench.with(asking(bench.settings("opencode")).put("keep", "100ms").put("grace", "20s"));
    asks(FakeTurn.of("TOOL"));
    bench.ended();
    assertThat(bench.noted("permissions")).singleElement().asString().contains("cancelled");

    bench.with(asking(bench.settings("opencode")));
    FakeTurn stopped = asks(FakeTurn.of("TOOL"));
    assertThat(bench.kept()).containsExactly(stopped.turn().attempt());
    bench.letGo(stopped);
    bench.ended();
    assertThat(bench.kept()).isEmpty();
    assertThat(bench.noted("executed")).isEmpty();
  }

  private static List<Step> steps(FakeTurn turn, String prefix) {
    return turn.journal().stream().filter(step -> step.key().startsWith(prefix)).toList();
  }
}
