package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Reason;
import java.util.List;
import java.util.stream.Stream;

/** The stories about messages and stops. */
final class Scenarios {

  private Scenarios() {}

  static List<Scenario> all() {
    List<Scenario> ours =
        List.of(
            new Scenario("plain", USUAL, Scenarios::plain),
            new Scenario("line", USUAL, Scenarios::line),
            new Scenario("burst", USUAL, Scenarios::burst),
            new Scenario("parts", USUAL, Scenarios::parts),
            new Scenario("stop", USUAL, Scenarios::stop),
            new Scenario("deadline", USUAL.drain(300), Scenarios::deadline),
            new Scenario("hurry", USUAL.drain(30_000), Scenarios::hurry),
            new Scenario("cancel", USUAL, Scenarios::cancel),
            new Scenario("question", USUAL, Scenarios::question),
            new Scenario("ask", USUAL.drain(300), Scenarios::ask),
            new Scenario("reconcile", USUAL.drain(300), Scenarios::reconcile),
            new Scenario("fail", USUAL, Scenarios::fail),
            new Scenario("poison", USUAL.interruptions(2), Scenarios::poison),
            new Scenario("suspects", USUAL.interruptions(2), Scenarios::suspects),
            new Scenario("beside", USUAL.drain(300), Scenarios::beside),
            new Scenario("pause", USUAL, Scenarios::pause));
    return Stream.of(
            ours,
            Operators.all(),
            HeldBack.all(),
            DoubleTexts.all(),
            SecondThoughts.all(),
            Boards.all())
        .flatMap(List::stream)
        .toList();
  }

  static Scenario named(String name) {
    return Stream.concat(all().stream(), Sentinels.all().stream())
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario " + name));
  }

  private static void plain(Stage stage) {
    stage.plain("a", "a1", 2, 5);
    stage.plain("b", "b1", 1, 5);
    stage.quiet();
    stage.plain("a", "a2", 1, 5);
  }

  /** The gateway lives, and its client comes and goes. */
  private static void line(Stage stage) {
    stage.cutBefore("accepted");
    stage.plain("a", "a1", 1, 40);
    stage.cut();
    stage.cutBeforeAck();
    stage.plain("a", "a2", 1, 5);
    stage.cut();
    stage.cutBefore("reply");
    stage.plain("b", "b1", 1, 5);
    stage.plain("a", "a3", 1, 5);
    stage.cut();
  }

  private static void burst(Stage stage) {
    stage.plain("a", "a1", 1, 20);
    stage.plain("a", "a2", 1, 5);
    stage.again("a1");
    stage.plain("a", "a3", 0, 5);
    stage.again("a2");
    stage.effects("a", 2);
    stage.again("a1");
  }

  private static void parts(Stage stage) {
    stage.say("a", "a1", new Task(Kind.PLAIN, 1, 5, 600_000).text());
    stage.plain("a", "a2", 1, 5);
  }

  /** Of what a stop waits for one is done, one fails, and one is stopped by its user. */
  private static void stop(Stage stage) {
    stage.plain("a", "a1", 3, 40);
    stage.task("c", "c1", Kind.FAIL, 2, 100);
    stage.plain("d", "d1", 4, 150);
    stage.effects("a", 1);
    stage.effects("c", 1);
    stage.effects("d", 1);
    Life life = stage.beginStop(Reason.SHUTDOWN);
    stage.say("d", "d2", "/stop");
    stage.plain("b", "b1", 1, 5);
    stage.plain("a", "a2", 1, 5);
    stage.ended(life);
  }

  private static void deadline(Stage stage) {
    stage.plain("a", "a1", 2, 700);
    stage.plain("b", "b1", 3, 150);
    stage.effects("b", 1);
    stage.stop(Reason.RESTART);
    stage.runs("a", 2);
    stage.stop(Reason.RESTART);
  }

  private static void hurry(Stage stage) {
    stage.plain("a", "a1", 10, 300);
    stage.effects("a", 1);
    Life life = stage.beginStop(Reason.SHUTDOWN);
    stage.hurry(life);
    stage.ended(life);
    stage.expect(stage.effectsOf("a") < 10, "a hurried stop does not wait for its turns");
  }

  private static void cancel(Stage stage) {
    stage.plain("a", "a1", 8, 300);
    stage.plain("a", "a2", 1, 5);
    stage.effects("a", 1);
    stage.say("a", "a3", "/stop");
    stage.accepted("a3");
    stage.seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains("a2"));
    stage.expect(stage.effectsOf("a") < 9, "a task that is stopped does not do all of its steps");
  }

  private static void question(Stage stage) {
    stage.task("a", "a1", Kind.QUESTION, 1, 5);
    stage.task("c", "c1", Kind.QUESTION, 0, 5);
    stage.plain("b", "b1", 1, 5);
  }

  private static void ask(Stage stage) {
    stage.task("a", "a1", Kind.ASK, 2, 500);
    stage.running("a");
    stage.stop(Reason.RESTART);
  }

  private static void reconcile(Stage stage) {
    stage.task("a", "a1", Kind.RECONCILE, 2, 400);
    stage.running("a");
    stage.stop(Reason.RESTART);
  }

  private static void fail(Stage stage) {
    stage.task("a", "a1", Kind.FAIL, 1, 5);
    stage.seen(event -> event instanceof Event.Shown shown && shown.notice().equals("failed"));
    stage.say("a", "a2", "/retry");
    stage.plain("b", "b1", 1, 5);
  }

  private static void poison(Stage stage) {
    stage.task("a", "a1", Kind.POISON, 0, 5);
    stage.plain("b", "b1", 2, 20);
    stage.plain("a", "a2", 1, 5);
  }

  /**
   * Those beside poison have done nothing yet, so that the next crash would set them aside, too.
   */
  private static void suspects(Stage stage) {
    stage.plain("a", "a1", 1, 1_200);
    stage.plain("b", "b1", 1, 1_200);
    stage.running("a");
    stage.running("b");
    stage.task("c", "c1", Kind.POISON, 0, 5);
    stage.lives(1);
    stage.plain("d", "d1", 1, 5);
    stage.expect(
        stage.answered("d1") && stage.effectsOf("a") + stage.effectsOf("b") == 0,
        "a new chat is answered while the first suspect is on trial");
  }

  /** Somebody new comes while a long turn goes on that a stop has interrupted. */
  private static void beside(Stage stage) {
    stage.plain("a", "a1", 5, 900);
    stage.effects("a", 1);
    stage.stop(Reason.RESTART);
    stage.effects("a", 3);
    stage.plain("b", "b1", 1, 5);
    stage.expect(
        stage.answered("b1") && stage.effectsOf("a") < 5,
        "a new chat is answered while an interrupted turn goes on");
  }

  private static void pause(Stage stage) {
    stage.plain("a", "a1", 3, 60);
    stage.effects("a", 1);
    stage.say("a", "a2", "/pause");
    stage.plain("a", "a3", 1, 5);
    stage.accepted("a2");
    stage.accepted("a3");
    stage.seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains("a2"));
    stage.plain("a", "a5", 1, 5);
    stage.accepted("a5");
    // Longer than it would take what waits to run.
    stage.plain("b", "b1", 3, 60);
    stage.seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains("b1"));
    stage.say("a", "a4", "/resume");
  }
}
