package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Event;
import io.holdfast.model.Reason;
import java.util.List;

/** The stories about messages to a session that is busy. */
final class DoubleTexts {

  private static final String POLICIES =
      """
      routes:
        - {connector: web, chat: "c*", runner: demo, double-text: collect, collect-window: 60ms}
        - {connector: web, chat: "i*", runner: demo, double-text: interrupt}
        - {connector: web, chat: "s*", runner: demo, double-text: steer}
        - {runner: demo}
      """;

  private DoubleTexts() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("collect", USUAL.more(POLICIES), DoubleTexts::collect),
        new Scenario("interrupt", USUAL.drain(300).more(POLICIES), DoubleTexts::interrupt),
        new Scenario("steer", USUAL.drain(300).more(POLICIES), DoubleTexts::steer));
  }

  private static void collect(Stage stage) {
    stage.plain("c", "c1", 1, 40);
    stage.plain("c", "c2", 1, 5);
    stage.effects("c", 1);
    stage.plain("c", "c3", 1, 5);
    stage.again("c1");
    stage.plain("c", "c4", 1, 5);
  }

  private static void interrupt(Stage stage) {
    stage.plain("i", "i1", 8, 100);
    stage.effects("i", 1);
    stage.plain("i", "i2", 8, 100);
    stage.again("i2");
    stage.effects("i", 3);
    stage.stop(Reason.RESTART);
    stage.plain("i", "i3", 1, 5);
    stage.expect(
        stage.answered("i3") && stage.effectsOf("i") < 17,
        "a task that is interrupted does not do all of its steps");
  }

  /** Twice while the turn runs, once while a stop waits for it, and once as it ends. */
  private static void steer(Stage stage) {
    stage.plain("s", "s1", 6, 100);
    stage.effects("s", 1);
    stage.plain("s", "s2", 1, 5);
    stage.effects("s", 3);
    stage.plain("s", "s3", 1, 5);
    Life life = stage.beginStop(Reason.RESTART);
    stage.plain("s", "s4", 1, 5);
    stage.again("s3");
    stage.ended(life);
    stage.seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains("s1"));
    stage.plain("s", "s5", 1, 30);
    stage.effects("s", 7);
    stage.plain("s", "s6", 1, 5);
  }
}
