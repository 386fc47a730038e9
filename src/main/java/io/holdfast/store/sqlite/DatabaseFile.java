package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the database, its log and its owner's lock are still the files that were opened. A
 * deleted or replaced file can be written to for hours through its open descriptor, and all of it
 * is lost at the next start; without the lock's file another gateway may come in. So from the first
 * sight of it nothing is acknowledged any more.
 */
final class DatabaseFile {

  /** A file, and device and inode; null where the file system has no such thing. */
  private record Known(Path file, @Nullable Object key) {

    static Known of(Path file) throws IOException {
      return new Known(file, key(file));
    }

    boolean same() {
      try {
        return key == null || key.equals(key(file));
      } catch (IOException e) {
        return false;
      }
    }

    private static @Nullable Object key(Path file) throws IOException {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
  }

  private final List<Known> content;
  private final Known lock;
  private volatile HoldfastException.@Nullable NotReady gone;

  private DatabaseFile(List<Known> content, Known lock) {
    this.content = content;
    this.lock = lock;
  }

  /** The files of a database that is open. */
  static DatabaseFile opened(OwnerLock lock) throws IOException {
    Path database = lock.database();
    return new DatabaseFile(
        List.of(Known.of(database), Known.of(Disk.beside(database, "-wal"))),
        Known.of(lock.file()));
  }

  /** Fails with NotReady once a file is gone or another one, and ever after. */
  void check() {
    HoldfastException.NotReady known = gone;
    if (known == null) {
      known = look();
      gone = known;
    }
    if (known != null) {
      throw known;
    }
  }

  private HoldfastException.@Nullable NotReady look() {
    for (Known file : content) {
      if (!file.same()) {
        return new HoldfastException.Bereft(
            said(file)
                + "any more; do not stop this process before its content is saved, which only it"
                + " still has open");
      }
    }
    return lock.same() ? null : new HoldfastException.NotReady(said(lock) + "until a restart");
  }

  private static String said(Known file) {
    return "the database file "
        + file.file()
        + " was deleted or replaced while it was open; nothing is accepted ";
  }
}
