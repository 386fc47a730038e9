package io.holdfast.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Who owns a database. It only looks: to try the lock would, for a moment, keep a gateway that
 * starts from having it.
 */
public final class Owner {

  private static final int PID = 4;
  private static final int FILE = 5;

  private Owner() {}

  /** The process that has the database open; empty when none has. */
  public static OptionalLong of(Path database) {
    Path lock = database.toAbsolutePath().resolveSibling(database.getFileName() + ".lock");
    try {
      return Files.exists(lock) ? holder(lock) : OptionalLong.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException elsewhere) {
      return written(lock);
    }
  }

  /** As Linux has it: {@code 1: POSIX ADVISORY WRITE pid device:device:inode 0 EOF}. */
  private static OptionalLong holder(Path lock) throws IOException {
    String inode = ":" + Files.getAttribute(lock, "unix:ino");
    try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
      return lines
          .map(line -> line.trim().split("\\s+", -1))
          .filter(fields -> fields.length > FILE && fields[FILE].endsWith(inode))
          .mapToLong(fields -> Long.parseLong(fields[PID]))
          .findFirst();
    }
  }

  /** Elsewhere: the pid that the owner wrote, if such a process lives. */
  private static OptionalLong written(Path lock) {
    try {
      long pid = Long.parseLong(Files.readString(lock).strip());
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      return process.isPresent() ? OptionalLong.of(pid) : OptionalLong.empty();
    } catch (IOException | NumberFormatException nobody) {
      return OptionalLong.empty();
    }
  }
}
