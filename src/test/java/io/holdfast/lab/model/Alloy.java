package io.holdfast.lab.model;

import io.holdfast.lab.Scratch;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Alloy, headless and in a JVM of its own, since its jar brings classes that we have in others. */
final class Alloy {

  private static final Path JAR = Path.of("target", "lab", "alloy.jar");
  private static final Path HOME = Path.of("target", "lab", "model");
  private static final Path TEMPORARY = HOME.resolve("tmp");
  private static final long MINUTES = 10;

  private Alloy() {}

  /**
   * Runs a model's commands.
   *
   * @return what came of each, under its name
   */
  static JsonObject commands(String model) throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    Path file = HOME.resolve("holdfast.als");
    Files.writeString(file, model);
    Path log = HOME.resolve("log");
    Path solutions = HOME.resolve("solutions");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // A solver that it may ask, and is not asked, is made a file each time.
            "-Djava.io.tmpdir=" + Files.createDirectories(TEMPORARY),
            "-jar",
            JAR.toString(),
            "exec",
            "-f",
            "-q",
            "-s",
            "SAT4J",
            "-t",
            "none",
            "-o",
            solutions.toString(),
            file.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("Alloy has not ended after " + MINUTES + " minutes");
      }
      return new JsonObject(Files.readString(solutions.resolve("receipt.json")))
          .getJsonObject("commands");
    } catch (IOException e) {
      throw new IOException("Alloy broke: " + Files.readString(log), e);
    } finally {
      process.destroyForcibly();
      Scratch.delete(TEMPORARY);
    }
  }

  /** The trace that a command found; empty when there is none. */
  static Optional<Trace> trace(JsonObject commands, String name) {
    JsonObject command = commands.getJsonObject(name);
    if (command == null) {
      throw new IllegalStateException("the model has no command " + name);
    }
    return Optional.ofNullable(command.getJsonArray("solution"))
        .filter(solutions -> !solutions.isEmpty())
        .map(solutions -> solutions.getJsonObject(0).getJsonArray("instances"))
        .filter(instances -> instances != null && !instances.isEmpty())
        .map(Trace::new);
  }
}
