package io.holdfast.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories that are gone when their run is: with its JVM at the latest, and where that was
 * killed, as soon as another run wants one.
 */
public final class Scratch {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Pattern NAME = Pattern.compile("holdfast-lab-(\\d+)-\\d+");

  private Scratch() {}

  /** A new one, in memory where that can be had: nothing in it needs a real disk. */
  public static Path inMemory() {
    return in(Files.isWritable(MEMORY) ? MEMORY : temporary());
  }

  /** A new one on a disk. */
  public static Path onDisk() {
    return in(temporary());
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  static Path in(Path parent) {
    try {
      sweep(parent);
      String name = "holdfast-lab-" + ProcessHandle.current().pid() + "-";
      Path directory = Files.createTempDirectory(parent, name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever is left of a process that is no more. */
  private static void sweep(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      all.filter(Scratch::isLeft).forEach(Scratch::delete);
    }
  }

  private static boolean isLeft(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }

  /** Deletes it with all that is in it; what is gone meanwhile is as well. */
  public static void delete(Path directory) {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException gone) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
