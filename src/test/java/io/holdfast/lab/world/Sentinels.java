package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Reason;
import java.util.List;

/**
 * The stories that are slow, or that mean what they say only when nothing is struck in them. Each
 * shows one promise that no other story would miss.
 */
final class Sentinels {

  private Sentinels() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("superseded", USUAL.reloading().drain(300), Sentinels::superseded),
        new Scenario("latecomer", USUAL.drain(1_000), Sentinels::latecomer),
        new Scenario("patient", USUAL.drain(16_000), Sentinels::patient));
  }

  /** Those that end by themselves, as they are and with one halt in the drain. */
  static List<Plan> plans() {
    return List.of(
        Plan.of("latecomer"),
        Plan.of("latecomer", Blow.halt("stop-deadline", 1)),
        Plan.of("patient"),
        // After its wait, in which there has to be a sign of life.
        Plan.of("patient", Blow.halt("stop-settled", 1)));
  }

  /** An attempt that does not end when it is told to goes on beside the one after it. */
  private static void superseded(Stage stage) {
    stage.task("a", "a1", Kind.STUBBORN, 1, 1_500);
    stage.turn("a");
    stage.reload(stage.settings().runner(", max-turns: 9"));
    stage.plain("b", "b1", 1, 5);
  }

  /** What is accepted while a stop waits is the next life's. */
  private static void latecomer(Stage stage) {
    stage.plain("a", "a1", 1, 2_500);
    stage.running("a");
    Life life = stage.beginStop(Reason.RESTART);
    stage.plain("b", "b1", 1, 2_500);
    stage.ended(life);
  }

  /** A node gives signs of life as long as its drain waits. */
  private static void patient(Stage stage) {
    stage.plain("a", "a1", 2, 5_000);
    stage.running("a");
    Life life = stage.beginStop(Reason.SHUTDOWN);
    stage.beats(life);
    stage.ended(life);
  }
}
