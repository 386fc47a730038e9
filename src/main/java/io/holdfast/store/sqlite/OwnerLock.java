package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says that this process owns a database. The operating system takes the lock away with the
 * process, so the file that stays behind blocks nobody; its content, the owner's pid, is only for
 * people.
 *
 * <p>While it is held, nobody in this process may open and close that file: POSIX drops all locks
 * of a process on a file as soon as it closes any descriptor of it. Hence the set of what is owned
 * in this process, which is asked first.
 */
final class OwnerLock implements AutoCloseable {

  private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private OwnerLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of {@code database}, making its directory where it is missing. Fails with
   * StoreOwned when another living process, or this one, has it.
   */
  static OwnerLock take(Path database) throws IOException {
    Path file = besides(database);
    if (!OWNED_HERE.add(file)) {
      throw owned(database, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        throw owned(database, read(channel));
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      return new OwnerLock(file, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      OWNED_HERE.remove(file);
      throw e;
    }
  }

  /** The lock file's one true name, under whatever name the database was given. */
  private static Path besides(Path database) throws IOException {
    Path directory = database.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("not a file: " + database);
    }
    Files.createDirectories(directory);
    return directory.toRealPath().resolve(database.getFileName() + ".lock");
  }

  /** Where the database stands. */
  Path directory() {
    return Objects.requireNonNull(file.getParent());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OWNED_HERE.remove(file);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldUnderAnotherName) {
      return null;
    }
  }

  private static HoldfastException.StoreOwned owned(Path database, String pid) {
    return new HoldfastException.StoreOwned(
        "the database "
            + database
            + " belongs to another running gateway"
            + (pid.isEmpty() ? "" : " (pid " + pid + ")")
            + "; stop that one first or give this one a database of its own");
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(32);
    channel.read(pid, 0);
    return StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
  }

  private static void write(FileChannel channel, String pid) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
  }
}
