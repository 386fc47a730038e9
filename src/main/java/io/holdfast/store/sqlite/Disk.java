package io.holdfast.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What files need besides being read and written. All of it blocks. */
final class Disk {

  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
  private static final int LINKS = 40;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Disk() {}

  /** The file that a path leads to through all links, whether it exists yet or not. */
  static Path real(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    for (int i = 0; Files.isSymbolicLink(file); i++) {
      if (i == LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    if (file.getFileName() == null) {
      throw new NoSuchFileException(path.toString(), null, "not a file");
    }
    Path directory = directory(file);
    return Files.exists(directory) ? directory.toRealPath().resolve(file.getFileName()) : file;
  }

  static Path directory(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  /** A file's neighbour of the same name and more. */
  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /**
   * Makes the directory of a file, and those above it, where they are missing, and has their names
   * reach the disk: a file that was synced is lost in a power cut if its directory's name is.
   */
  static void makeDirectory(Path file) throws IOException {
    Path directory = directory(file);
    if (Files.isDirectory(directory)) {
      return;
    }
    if (directory.getParent() != null) {
      makeDirectory(directory);
    }
    Files.createDirectories(directory);
    if (directory.getParent() != null) {
      syncNames(directory);
    }
  }

  /** Makes a new, empty file that nobody else may read. */
  static void create(Path file) throws IOException {
    Files.createFile(file);
    PosixFileAttributeView posix = posix(file);
    if (posix != null) {
      posix.setPermissions(OWNER_ONLY);
    }
  }

  /** Has a file's content reach the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Has the names of a file's directory reach the disk. */
  static void syncNames(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(directory(file), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Gives a file to whom its directory belongs, so that what root writes a service can use. */
  static void giveToOwnerOfDirectory(Path file) throws IOException {
    PosixFileAttributeView posix = posix(file);
    PosixFileAttributeView above = posix(directory(file));
    if (posix == null || above == null) {
      return;
    }
    PosixFileAttributes owner = above.readAttributes();
    try {
      if (!posix.readAttributes().owner().equals(owner.owner())) {
        posix.setOwner(owner.owner());
        posix.setGroup(owner.group());
      }
    } catch (FileSystemException e) {
      LOG.warn("event=owner-not-changed file={} cause={}", file, e.toString());
    }
  }

  /** Null where the platform has no such thing. */
  private static @Nullable PosixFileAttributeView posix(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
