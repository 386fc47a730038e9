package io.holdfast.lab.oracle;

import static io.holdfast.lab.oracle.Story.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The oracle of the crash lab")
class OracleTest {

  private static String two() {
    return new Task(Kind.PLAIN, 2, 0, 0).text();
  }

  static Stream<Arguments> right() {
    return Stream.of(
        arguments("nothing happened", new Story()),
        arguments("a task is answered", plain("m1", 1).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "it was not seen that the first of two tasks has ended",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .turned("m1", "running", 1, "")
                .turned("m2", "running", 1, "")
                .reply("m1")
                .reply("m2")),
        arguments(
            "how things stood on a new connection is told late",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .turned("m1", "running", 1, "")
                .turned("m1", "done", 1, "")
                .turned("m2", "running", 1, "")
                .turned("m1", "running", 1, "")
                .turned("m2", "done", 1, "")
                .reply("m1")
                .reply("m2")),
        arguments(
            "that a task is done is told late, as something was struck",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .turned("m1", "running", 1, "")
                .add(new Event.Struck("store.finish.after", "delay"))
                .turned("m2", "running", 1, "")
                .turned("m1", "done", 1, "")
                .reply("m1")
                .reply("m2")),
        arguments(
            "a step that was cut runs again, one with a result does not",
            plain("m1", 2)
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .killed(1)
                .effect("m1", 2, 2)
                .turned("m1", "done", 2, "")
                .reply("m1", 1, 2)),
        arguments("the ledger is read late", plain("m1", 1).reply("m1", 1).effect("m1", 1, 1)),
        arguments("a message is refused", new Story().said("m1", "task").rejected("m1")),
        arguments(
            "a copy is refused and another accepted",
            new Story().said("m1", "hello").rejected("m1").accepted("m1", false).reply("m1")),
        arguments(
            "an acceptance is read again after a crash",
            plain("m1", 0).killed(1).accepted("m1", true).reply("m1")),
        arguments(
            "a command is answered", new Story().say("m1", "/help").notice("command", "m1", "…")),
        arguments(
            "a delivery comes again although it was acked, since its ack was cut off",
            plain("m1", 0)
                .reply("m1")
                .killed(1)
                .add(new Event.Repeated(Story.CHAT, "t-m1.1"))
                .add(new Event.Quiet())),
        arguments("a task fails", new Story().task("m1", Kind.FAIL, 0).notice("failed", "m1", "…")),
        arguments(
            "a task fails again after /retry",
            new Story()
                .task("m1", Kind.FAIL, 0)
                .notice("failed", "m1", "…")
                .say("m2", "/retry")
                .notice("command", "m2", "Trying again.")
                .notice("failed", "m1", "…")),
        arguments(
            "a task is stopped before it runs",
            plain("m1", 2).say("m2", "/stop").notice("command", "m2", "Stopped.")),
        arguments(
            "a task is stopped while it runs, tried again and stopped again",
            plain("m1", 2)
                .effect("m1", 1, 1)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")
                .stopped("m1")
                .say("m3", "/retry")
                .notice("command", "m3", "Trying again.")
                .say("m4", "/stop")
                .notice("command", "m4", "Stopping.")
                .stopped("m1")),
        arguments(
            "a stop comes too late",
            plain("m1", 0).say("m2", "/stop").notice("command", "m2", "Stopping.").reply("m1")),
        arguments(
            "nobody answers a question",
            new Story().task("m1", Kind.QUESTION, 0).notice("question", "m1", "?")),
        arguments(
            "nobody takes up what is set aside",
            new Story()
                .task("m1", Kind.POISON, 0)
                .killed(1)
                .killed(2)
                .killed(3)
                .notice("quarantined", "m1", "…")),
        arguments(
            "an unknown step runs again as its user wants it to",
            new Story()
                .task("m1", Kind.ASK, 1)
                .effect("m1", 1, 1)
                .killed(1)
                .notice("question", "m1", "again?")
                .say("m2", "again")
                .effect("m1", 1, 3)
                .add(
                    new Event.Shown(
                        Story.CHAT,
                        "t-m1.1",
                        "reply",
                        "",
                        "t-m1",
                        List.of("m1", "m2"),
                        1,
                        1,
                        Story.text("m1", 3)))),
        arguments(
            "a step is found done",
            new Story().task("m1", Kind.RECONCILE, 1).effect("m1", 1, 1).killed(1).reply("m1", 2)),
        arguments(
            "a reply has parts",
            new Story()
                .say("m1", new Task(Kind.PLAIN, 0, 0, 40).text())
                .part("m1", 1, 3, "line 1 of t-m1\n")
                .part("m1", 2, 3, "line 2 of t-m1\n")
                .part("m1", 3, 3, "line 3 of t-m1\n")),
        arguments(
            "an echo is what was said",
            new Story().say("m1", "echo a  b ").part("m1", 1, 1, "echo: echo a  b ")),
        arguments(
            "a turn goes on with the reason of its marker",
            plain("m1", 1)
                .ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "shutdown")
                .effect("m1", 1, 2)
                .reply("m1", 2)),
        arguments(
            "a marker outlives a life that was killed before it took up its turn",
            plain("m1", 0)
                .ended(1, How.KILLED, "RESTART", Map.of("t-m1", "RESTART"))
                .ended(2, How.KILLED, "", Map.of("t-m1", "RESTART"))
                .reply("m1")),
        arguments(
            "the stop in progress was a redeploy",
            plain("m1", 0)
                .ended(1, How.KILLED, "redeploy", Map.of("t-m1", "redeploy"))
                .reply("m1")),
        arguments(
            "a turn goes on after the redeploy of the life before",
            plain("m1", 1)
                .turned("m1", "running", 1, "")
                .add(new Event.Redeployed())
                .ended(1, How.KILLED, "SHUTDOWN", Map.of("t-m1", "REDEPLOY"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "redeploy")
                .effect("m1", 1, 2)
                .reply("m1", 2)),
        arguments(
            "what has failed is tried again, and has a marker",
            new Story()
                .task("m1", Kind.FAIL, 0)
                .notice("failed", "m1", "…")
                .say("m2", "/retry")
                .notice("command", "m2", "Trying again.")
                .ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))
                .notice("failed", "m1", "…")),
        arguments(
            "a chat hears of two stops",
            plain("m1", 0)
                .notice("restarting", "m1", "going down")
                .killed(1)
                .notice("restarting", "m1", "going down")
                .reply("m1")),
        arguments(
            "what was changed is answered as it was changed",
            plain("m1", 1)
                .revise("m1", two())
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .reply("m1", 1, 1)),
        arguments(
            "a change was struck and not made",
            plain("m1", 1).add(new Event.Revising("m1", two())).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "a change was struck and made",
            plain("m1", 1)
                .add(new Event.Revising("m1", two()))
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .reply("m1", 1, 1)),
        arguments("what was taken back says nothing", plain("m1", 1).revise("m1", "")),
        arguments(
            "it was struck that something is taken back, which is so",
            plain("m1", 1).add(new Event.Revising("m1", ""))),
        arguments(
            "it was struck that something is taken back, which is not so",
            plain("m1", 1).add(new Event.Revising("m1", "")).effect("m1", 1, 1).reply("m1", 1)),
        arguments("nothing is left", new Story().add(new Event.Left(Map.of("markers", 0)))),
        arguments("an idle gateway looks and beats", new Story().add(new Event.Idle(1, 0, 12))));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("has nothing to say where")
  @MethodSource("right")
  void right(String what, Story story) {
    assertThat(story.judge()).isEmpty();
  }
}
