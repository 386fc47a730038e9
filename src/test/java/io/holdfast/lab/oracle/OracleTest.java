package io.holdfast.lab.oracle;

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

  private static Story story() {
    return new Story();
  }

  private static Story plain(String id, int steps) {
    return story().task(id, Kind.PLAIN, steps);
  }

  // ── what is right ────────────────────────────────────────────────────────────────────────────

  static Stream<Arguments> right() {
    return Stream.of(
        arguments("nothing happened", story()),
        arguments("a task is answered", plain("m1", 1).effect("m1", 1, 1).reply("m1", 1)),
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
        arguments("a message is refused", story().said("m1", "task").rejected("m1")),
        arguments(
            "a copy is refused and another accepted",
            story().said("m1", "hello").rejected("m1").accepted("m1", false).reply("m1")),
        arguments(
            "an acceptance is read again after a crash",
            plain("m1", 0).killed(1).accepted("m1", true).reply("m1")),
        arguments("a command is answered", story().say("m1", "/help").notice("command", "m1", "…")),
        arguments(
            "a delivery comes again although it was acked, since its ack was cut off",
            plain("m1", 0)
                .reply("m1")
                .killed(1)
                .add(new Event.Repeated(Story.CHAT, "t-m1.1"))
                .add(new Event.Quiet())),
        arguments("a task fails", story().task("m1", Kind.FAIL, 0).notice("failed", "m1", "…")),
        arguments(
            "a task fails again after /retry",
            story()
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
            story().task("m1", Kind.QUESTION, 0).notice("question", "m1", "?")),
        arguments(
            "nobody takes up what is set aside",
            story()
                .task("m1", Kind.POISON, 0)
                .killed(1)
                .killed(2)
                .killed(3)
                .notice("quarantined", "m1", "…")),
        arguments(
            "an unknown step runs again as its user wants it to",
            story()
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
                        Story.lines(3)))),
        arguments(
            "a step is found done",
            story().task("m1", Kind.RECONCILE, 1).effect("m1", 1, 1).killed(1).reply("m1", 2)),
        arguments(
            "a reply has parts",
            plain("m1", 0).part("m1", 1, 3, "a").part("m1", 2, 3, "b").part("m1", 3, 3, "c")),
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
            "a chat hears of two stops",
            plain("m1", 0)
                .notice("restarting", "m1", "going down")
                .killed(1)
                .notice("restarting", "m1", "going down")
                .reply("m1")),
        arguments("nothing is left", story().add(new Event.Left(Map.of("markers", 0)))),
        arguments("an idle gateway looks and beats", story().add(new Event.Idle(1, 0, 12))));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("has nothing to say where")
  @MethodSource("right")
  void right(String what, Story story) {
    assertThat(story.judge()).isEmpty();
  }

  // ── what is wrong ────────────────────────────────────────────────────────────────────────────

  static Stream<Arguments> untold() {
    return Stream.of(
        arguments("a task is never answered", "I1", plain("m1", 1)),
        arguments("a message has no fate", "I1", story().said("m1", "hello")),
        arguments("a command is never answered", "I1", story().say("m1", "/help")),
        arguments(
            "a refused message is answered",
            "I1",
            story().said("m1", "hello").rejected("m1").reply("m1")),
        arguments(
            "one stop is to account for two tasks",
            "I1",
            plain("m1", 0)
                .task("m2", Kind.PLAIN, 0)
                .say("m3", "/stop")
                .notice("command", "m3", "Stopped.")),
        arguments(
            "S28: a task is being stopped for ever",
            "I1",
            plain("m1", 1)
                .effect("m1", 1, 1)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")),
        arguments(
            "a task comes after the stop that is to account for it",
            "I1",
            story()
                .say("m1", "/stop")
                .notice("command", "m1", "Stopped.")
                .task("m2", Kind.PLAIN, 0)),
        arguments(
            "an answered question leads nowhere",
            "I1",
            story().task("m1", Kind.QUESTION, 0).notice("question", "m1", "?").say("m2", "yes")),
        arguments(
            "what was set aside is resumed and ends nowhere",
            "I1",
            plain("m1", 0)
                .notice("quarantined", "m1", "…")
                .say("m2", "/resume")
                .notice("command", "m2", "Going on.")));
  }

  static Stream<Arguments> twice() {
    return Stream.of(
        arguments("a message is new twice", "I2", plain("m1", 0).accepted("m1", false).reply("m1")),
        arguments(
            "a message is accepted and refused", "I2", plain("m1", 0).rejected("m1").reply("m1")),
        arguments(
            "two turns take a message",
            "I2",
            plain("m1", 0)
                .reply("m1")
                .add(
                    new Event.Shown(
                        Story.CHAT, "x.1", "reply", "", "x", List.of("m1"), 1, 1, "…"))),
        arguments(
            "a command is executed twice",
            "I2",
            story()
                .say("m1", "/pause")
                .notice("command", "m1", "Paused.")
                .notice("command", "m1", "Paused already.")),
        arguments(
            "S44: a reply goes to another chat",
            "I2",
            plain("m1", 0)
                .add(new Event.Shown("b", "x.1", "reply", "", "t-m1", List.of("m1"), 1, 1, "…"))),
        arguments(
            "an accepted message is forgotten by a crash",
            "I8",
            plain("m1", 0).killed(1).accepted("m1", false).reply("m1")));
  }

  static Stream<Arguments> order() {
    return Stream.of(
        arguments(
            "two turns of a chat run at once",
            "I3",
            plain("m1", 2)
                .task("m2", Kind.PLAIN, 1)
                .effect("m1", 1, 1)
                .effect("m2", 1, 1)
                .effect("m1", 2, 1)
                .reply("m1", 1, 1)
                .reply("m2", 1)),
        arguments(
            "the second runs first",
            "I3",
            plain("m1", 1)
                .task("m2", Kind.PLAIN, 1)
                .effect("m2", 1, 1)
                .effect("m1", 1, 1)
                .reply("m1", 1)
                .reply("m2", 1)),
        arguments(
            "the second is answered first",
            "I3",
            plain("m1", 0).task("m2", Kind.PLAIN, 0).reply("m2").reply("m1")));
  }

  static Stream<Arguments> superseded() {
    return Stream.of(
        arguments(
            "a superseded attempt has an effect",
            "I4",
            plain("m1", 1).effect("m1", 1, 2).effect("m1", 1, 1).reply("m1", 2)),
        arguments(
            "a reply names an attempt that did nothing",
            "I4",
            plain("m1", 1).effect("m1", 1, 1).reply("m1", 2)),
        arguments("a reply lacks a step", "I4", plain("m1", 2).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "a turn runs on after it is done",
            "I4",
            plain("m1", 0)
                .turned("m1", "done", 1, "")
                .reply("m1")
                .turned("m1", "resumed", 2, "crash")));
  }

  static Stream<Arguments> again() {
    return Stream.of(
        arguments(
            "a step runs again that a later one followed",
            "I5",
            plain("m1", 2)
                .effect("m1", 1, 1)
                .effect("m1", 2, 1)
                .effect("m1", 1, 2)
                .reply("m1", 1, 1)),
        arguments(
            "a step runs again that has its result",
            "I5",
            plain("m1", 1).effect("m1", 1, 1).effect("m1", 1, 2).reply("m1", 1)),
        arguments(
            "an attempt does a step twice",
            "I5",
            plain("m1", 1).effect("m1", 1, 1).effect("m1", 1, 1).reply("m1", 1)),
        arguments(
            "an unknown step runs again, and nobody was asked",
            "I5",
            story().task("m1", Kind.ASK, 1).effect("m1", 1, 1).effect("m1", 1, 2).reply("m1", 2)),
        arguments(
            "an unknown step runs again that the ledger has",
            "I5",
            story()
                .task("m1", Kind.RECONCILE, 1)
                .effect("m1", 1, 1)
                .effect("m1", 1, 2)
                .reply("m1", 2)));
  }

  static Stream<Arguments> deliveries() {
    return Stream.of(
        arguments(
            "S28: a task is said to be stopped and is answered",
            "I6",
            plain("m1", 0)
                .say("m2", "/stop")
                .notice("command", "m2", "Stopping.")
                .stopped("m1")
                .reply("m1")),
        arguments("a delivery is shown twice", "I6", plain("m1", 0).reply("m1").reply("m1")),
        arguments(
            "a part is missing in between",
            "I6",
            plain("m1", 0).part("m1", 1, 3, "a").part("m1", 3, 3, "c")),
        arguments("the last part is missing", "I6", plain("m1", 0).part("m1", 1, 2, "a")),
        arguments(
            "S17: parts change places",
            "I6",
            plain("m1", 0).part("m1", 2, 2, "b").part("m1", 1, 2, "a")),
        arguments(
            "something comes between two parts",
            "I6",
            plain("m1", 0)
                .say("m2", "/help")
                .part("m1", 1, 2, "a")
                .notice("command", "m2", "…")
                .part("m1", 2, 2, "b")),
        arguments(
            "a turn fails and is answered",
            "I6",
            plain("m1", 0).notice("failed", "m1", "…").reply("m1")),
        arguments(
            "a reply is cut short",
            "I6",
            story()
                .say("m1", new Task(Kind.PLAIN, 0, 0, 9).text())
                .part("m1", 1, 1, "too short")
                .say("m2", new Task(Kind.PLAIN, 0, 0, 10).text())
                .part("m2", 1, 1, "too short")));
  }

  static Stream<Arguments> stops() {
    return Stream.of(
        arguments("something is left", "I7", story().add(new Event.Left(Map.of("markers", 1)))),
        arguments("a turn has left a timer", "I7", story().add(new Event.Idle(1, 1, 12))),
        arguments("a redeploy has left a timer", "I7", story().add(new Event.Idle(1, 0, 13))),
        arguments(
            "S03: an answered turn has a marker",
            "I9",
            plain("m1", 0).reply("m1").ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))),
        arguments(
            "a marker has the reason of no stop",
            "I9",
            plain("m1", 0).ended(1, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "RESTART")).reply("m1")),
        arguments(
            "a turn that was taken up keeps the marker of the stop before",
            "I9",
            plain("m1", 0)
                .ended(1, How.CLEAN, "RESTART", Map.of("t-m1", "RESTART"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "restart")
                .ended(2, How.CLEAN, "SHUTDOWN", Map.of("t-m1", "RESTART"))
                .reply("m1")),
        arguments(
            "S01: a turn goes on for another reason than its marker's",
            "I9",
            plain("m1", 0)
                .ended(1, How.KILLED, "SHUTDOWN", Map.of("t-m1", "SHUTDOWN"))
                .add(new Event.Ready(2))
                .turned("m1", "resumed", 2, "crash")
                .reply("m1")),
        arguments(
            "S35: a chat hears twice of one stop",
            "I9",
            plain("m1", 0)
                .notice("restarting", "m1", "going down")
                .notice("restarting", "m1", "going down")
                .reply("m1")),
        arguments(
            "S23: a poison turn is tried for ever",
            "I10",
            story()
                .task("m1", Kind.POISON, 0)
                .turned("m1", "resumed", 4, "crash")
                .notice("quarantined", "m1", "…")),
        arguments(
            "S23: a turn is set aside before its limit",
            "I10",
            plain("m1", 0).killed(1).killed(2).notice("quarantined", "m1", "…")),
        arguments(
            "S23: a chat hears twice that its task is set aside",
            "I10",
            story()
                .task("m1", Kind.POISON, 0)
                .killed(1)
                .killed(2)
                .killed(3)
                .notice("quarantined", "m1", "…")
                .notice("quarantined", "m1", "…")),
        arguments(
            "S01: a crash is called a shutdown",
            "I9",
            plain("m1", 0).killed(1).turned("m1", "resumed", 2, "shutdown").reply("m1")),
        arguments(
            "a task fails that did not ask for it",
            "I1",
            plain("m1", 0).notice("failed", "m1", "…")),
        arguments(
            "a question is asked again",
            "I6",
            story()
                .task("m1", Kind.QUESTION, 0)
                .notice("question", "m1", "?")
                .killed(1)
                .notice("question", "m1", "?")),
        arguments(
            "what was settled comes again",
            "I6",
            plain("m1", 0)
                .reply("m1")
                .add(new Event.Quiet())
                .killed(1)
                .add(new Event.Repeated(Story.CHAT, "t-m1.1"))),
        arguments(
            "a task runs while its chat is paused",
            "I3",
            story()
                .say("m1", "/pause")
                .notice("command", "m1", "Paused: …")
                .task("m2", Kind.PLAIN, 0)
                .turned("m2", "running", 1, "")
                .say("m3", "/resume")
                .notice("command", "m3", "Going on.")
                .reply("m2")));
  }

  @ParameterizedTest(name = "{0} ({1})")
  @DisplayName("says which promise is broken where")
  @MethodSource({"untold", "twice", "order", "superseded", "again", "deliveries", "stops"})
  void wrong(String what, String invariant, Story story) {
    assertThat(story.judge()).extracting(Violation::invariant).contains(invariant);
  }
}
