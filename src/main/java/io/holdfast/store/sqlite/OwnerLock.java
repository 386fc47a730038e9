package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /** A byte of the engine's shared memory that each of its processes locks while it has it open. */
  static final long IN_USE = 128;

  private final Path database;
  private final Path file;
  private final FileChannel channel;

  private OwnerLock(Path database, Path file, FileChannel channel) {
    this.database = database;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of {@code path}, making its directory where it is missing. Fails with StoreOwned
   * when another living process, or this one, has it.
   */
  static OwnerLock take(Path path) throws IOException {
    Disk.makeDirectory(Disk.real(path));
    Path database = Disk.real(path);
    if (Files.isDirectory(database)) {
      throw new IOException("it is a directory");
    }
    Path file = Disk.beside(database, ".lock");
    if (!OWNED_HERE.add(file)) {
      throw owned(database, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      boolean made = made(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        throw owned(database, read(channel));
      }
      if (made && inUse(database)) {
        // Its owner's lock was deleted. A file left here would let the next one in.
        Files.delete(file);
        throw owned(database, "");
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      return new OwnerLock(database, file, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      OWNED_HERE.remove(file);
      throw e;
    }
  }

  /** Makes the file where it is missing, and says whether it was. */
  private static boolean made(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException usual) {
      return false;
    }
    Disk.giveToOwnerOfDirectory(file);
    return true;
  }

  /** Whether the engine has the database open in another process, as it does in a gateway's. */
  private static boolean inUse(Path database) throws IOException {
    Path shared = Disk.beside(database, "-shm");
    if (!Files.exists(shared)) {
      return false;
    }
    try (FileChannel memory =
            FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock free = memory.tryLock(IN_USE, 1, false)) {
      return free == null;
    }
  }

  /** The database, under its one true name. */
  Path database() {
    return database;
  }

  /** The file that says so. */
  Path file() {
    return file;
  }

  /** Where the database stands. */
  Path directory() {
    return Disk.directory(file);
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
