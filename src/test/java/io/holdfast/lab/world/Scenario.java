package io.holdfast.lab.world;

/**
 * A small story that is told again and again, each time with something else done to it.
 *
 * @param name one word
 * @param settings to begin with
 * @param script what happens; what it has asked for is awaited after it
 */
record Scenario(String name, Settings settings, Script script) {

  /** What clients and operators do. */
  @FunctionalInterface
  interface Script {
    void play(Stage stage);
  }
}
