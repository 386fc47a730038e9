package io.holdfast.jar;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.OS;

/**
 * Starts the jar in half the time and a third of the work: with the archive of its classes that
 * scripts/start makes, too, and without the compiler that only pays in lives that are long. Whoever
 * asks first makes the archive, for all JVMs that test this jar.
 */
public final class QuickStart {

  private static final List<String> ALWAYS =
      List.of("-Xmx256m", "-Xmn16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Where there are such: half of a short life's page faults. */
  private static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

  private static final long PATIENCE_SECONDS = 120;

  private static final List<String> OPTIONS = find();

  private QuickStart() {}

  /** What to give to the JVM; good for {@code -jar} and for a class path of the jar alone. */
  public static List<String> options() {
    return OPTIONS;
  }

  private static List<String> find() {
    List<String> options = new ArrayList<>(ALWAYS);
    if (OS.LINUX.isCurrentOs()) {
      options.add(LARGE_PAGES);
    }
    Path jar = Path.of(System.getProperty("holdfast.jar", "target/holdfast.jar")).toAbsolutePath();
    // It belongs to one JVM and one jar.
    Path archive = jar.resolveSibling("holdfast-" + System.getProperty("java.vm.version") + ".jsa");
    try {
      if (isThere(archive, jar) || isMade(archive, jar)) {
        options.add("-XX:SharedArchiveFile=" + archive);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(options);
  }

  private static boolean isThere(Path archive, Path jar) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0;
  }

  /** One of several JVMs makes it, and the others wait for that. */
  private static boolean isMade(Path archive, Path jar) throws IOException, InterruptedException {
    Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      return held.isValid() && (isThere(archive, jar) || make(archive, jar));
    }
  }

  /** Out of what a gateway loads that starts and stops in a directory of its own. */
  private static boolean make(Path archive, Path jar) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("holdfast-archive");
    Path part = directory.resolve("classes.jsa");
    Process process = launch(directory, part, jar);
    try {
      awaitReady(process, directory.resolve("log"));
      process.destroy();
      boolean made =
          process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
              && process.exitValue() == 0
              && Files.exists(part);
      if (made) {
        Path beside = archive.resolveSibling(archive.getFileName() + ".part");
        Files.copy(part, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      return made;
    } finally {
      process.destroyForcibly();
      delete(directory);
    }
  }

  private static Process launch(Path directory, Path archive, Path jar) throws IOException {
    Path config = directory.resolve("holdfast.yaml");
    Files.writeString(
        config,
        "http: {host: 127.0.0.1, port: 0}\nstore: {sqlite: \""
            + directory.resolve("holdfast.db")
            + "\"}\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALWAYS);
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-jar", jar.toString(), "run", "-c", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private static void awaitReady(Process process, Path log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.readString(log).contains("ready url=") && System.nanoTime() < end) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
