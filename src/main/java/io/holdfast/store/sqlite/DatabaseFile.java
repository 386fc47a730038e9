package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the database and its log are still the files that were opened. A deleted or
 * replaced file can be written to for hours through its open descriptor, and all of it is lost at
 * the next start; so from the first sight of it nothing is acknowledged any more.
 */
final class DatabaseFile {

  private final Path database;
  private final Path log;
  private final @Nullable Object databaseKey;
  private final @Nullable Object logKey;
  private volatile boolean gone;

  private DatabaseFile(Path database, Path log) throws IOException {
    this.database = database;
    this.log = log;
    this.databaseKey = key(database);
    this.logKey = key(log);
  }

  /** The files of a database that is open. */
  static DatabaseFile opened(Path database) throws IOException {
    return new DatabaseFile(database, database.resolveSibling(database.getFileName() + "-wal"));
  }

  /** Fails with NotReady once a file is gone or another one, and ever after. */
  void check() {
    if (!gone && same(database, databaseKey) && same(log, logKey)) {
      return;
    }
    gone = true;
    throw new HoldfastException.NotReady(
        "the database file "
            + database
            + " was deleted or replaced while it was open; nothing is accepted until a restart");
  }

  private static boolean same(Path file, @Nullable Object key) {
    try {
      return key == null || key.equals(key(file));
    } catch (IOException e) {
      return false;
    }
  }

  /** Device and inode; null where the file system has no such thing. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }
}
