package io.holdfast.runner.command;

import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.vertx.core.json.JsonObject;

/** A process that runs one turn of a command runner; for tests that kill it. */
final class CommandHost {

  private CommandHost() {}

  /** Runs a turn with the settings that the first argument holds. */
  public static void main(String[] settings) {
    try (RunnerBench bench = new RunnerBench(CommandRunner.type(), new JsonObject(settings[0]))) {
      bench.run(FakeTurn.of(""));
    }
  }
}
