package io.holdfast.runner.command;

import io.holdfast.config.Settings;
import io.holdfast.process.Launch;
import io.holdfast.runner.StepPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says about a program.
 *
 * @param command the program and its arguments
 * @param directory where it runs
 * @param env variables for it, beside the few that it inherits
 * @param grace how long it may take to end after a SIGTERM
 * @param outputLimit the most bytes that it may write to its standard output
 * @param onUnknown what becomes of a run that was cut by a crash
 */
record CommandSettings(
    List<String> command,
    Path directory,
    Map<String, String> env,
    Duration grace,
    int outputLimit,
    StepPolicy onUnknown) {

  CommandSettings {
    command = List.copyOf(command);
    env = Map.copyOf(env);
  }

  static CommandSettings of(Settings settings) {
    return new CommandSettings(
        settings.texts("command"),
        Path.of(settings.text("directory")).toAbsolutePath(),
        settings.map("env"),
        settings.duration("grace"),
        settings.number("output-limit"),
        settings.text("on-unknown").equals("retry") ? StepPolicy.retry() : StepPolicy.ask());
  }

  /** The program's name, to show. */
  String program() {
    return Launch.name(command);
  }
}
