package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.List;

/** The story about messages that are changed, or taken back, before anybody has taken them. */
final class SecondThoughts {

  private SecondThoughts() {}

  static List<Scenario> all() {
    return List.of(new Scenario("revised", USUAL, SecondThoughts::revised));
  }

  private static void revised(Stage stage) {
    stage.say("a", "a1", "/pause");
    stage.answered("a1");
    stage.plain("a", "a2", 3, 5);
    stage.plain("a", "a3", 2, 5);
    stage.plain("a", "a4", 1, 5);
    List.of("a2", "a3", "a4").forEach(stage::accepted);
    stage.fromHere();
    stage.change("a", "a2", text(1));
    stage.change("a", "a2", text(2));
    stage.takeBack("a3");
    stage.change("a", "a4", text(3));
    stage.say("a", "a5", "/resume");
    stage.answered("a4");
    stage.again("a3");
  }

  private static String text(int steps) {
    return new Task(Kind.PLAIN, steps, 5, 0).text();
  }
}
