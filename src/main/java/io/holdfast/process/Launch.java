package io.holdfast.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a program is started: as the leader of a session of its own, and to be killed by the kernel
 * when the thread that started it is gone (see {@link Wrapper}).
 *
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment all of its variables
 */
public record Launch(List<String> command, Path directory, Map<String, String> environment) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The program's name, to show. */
  public static String name(List<String> command) {
    return command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
  }

  /** Why it cannot be started, as a sentence; empty if nothing speaks against it. Reads files. */
  public Optional<String> obstacle() {
    if (!Files.isDirectory(directory)) {
      return Optional.of("The program's directory does not exist.");
    }
    return program().isPresent()
        ? Optional.empty()
        : Optional.of("The program " + name(command) + " was not found.");
  }

  /**
   * Starts it; blocks.
   *
   * @throws IOException if the program is not there or the system does not start it
   */
  public Process start() throws IOException {
    Path program = program().orElseThrow(() -> new IOException("no program " + command.get(0)));
    List<String> words = new ArrayList<>(Wrapper.words());
    words.add(program.toString());
    words.addAll(command.subList(1, command.size()));
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Optional<Path> program() {
    return Programs.find(command.get(0), directory, environment.getOrDefault("PATH", ""));
  }
}
