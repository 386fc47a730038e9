package io.holdfast.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs as execvp(3) does. Looks at files, so not for an event loop. */
public final class Programs {

  private Programs() {}

  /**
   * The file that {@code name} stands for.
   *
   * @param directory what a name with a slash is relative to
   * @param path the directories to look for other names in, as in {@code PATH}
   */
  public static Optional<Path> find(String name, Path directory, String path) {
    if (name.indexOf('/') >= 0) {
      return Optional.of(directory.resolve(name)).filter(Programs::runs);
    }
    return Arrays.stream(path.split(File.pathSeparator))
        .map(entry -> directory.resolve(entry).resolve(name))
        .filter(Programs::runs)
        .findFirst();
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
