package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a backup in the place of a database, under the owner's lock. Until one rename the old
 * database stands there, whole; after it the new one does; and the old one is kept under another
 * name.
 */
final class Restore {

  /** How far it has come; for tests, which end the process there. */
  enum Stage {
    COPIED,
    FOLDED,
    KEPT,
    CLEARED,
    PLACED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What belongs to a database and must never be read with another one. */
  private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

  private final Path backup;
  private final Path database;
  private final Path part;
  private final Consumer<Stage> reached;

  private Restore(Path backup, Path database, Consumer<Stage> reached) {
    this.backup = backup;
    this.database = database;
    this.part = Disk.beside(database, ".restoring");
    this.reached = reached;
  }

  static void run(Path backup, Path database, Consumer<Stage> reached)
      throws IOException, SQLException {
    Path from = backup.toRealPath();
    try (OwnerLock lock = OwnerLock.take(database)) {
      NativeLibrary.useBeside(lock.directory());
      new Restore(from, lock.database(), reached).run();
    }
  }

  private void run() throws IOException, SQLException {
    if (Files.exists(database) && Files.isSameFile(backup, database)) {
      throw new IllegalArgumentException(backup + " is the database itself");
    }
    try {
      copy();
      reached.accept(Stage.COPIED);
      if (Files.exists(database)) {
        boolean whole = fold();
        reached.accept(Stage.FOLDED);
        keep(whole);
        reached.accept(Stage.KEPT);
      }
      clear();
      reached.accept(Stage.CLEARED);
      Files.move(
          part, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Disk.syncNames(database);
      reached.accept(Stage.PLACED);
    } finally {
      Files.deleteIfExists(part);
    }
    LOG.info("event=restored file={} backup={}", database, backup);
  }

  /** What is verified is the copy, since that is what will be opened. */
  private void copy() throws IOException, SQLException {
    Path log = Disk.beside(backup, "-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      throw new IllegalArgumentException(
          backup + " is a database in use or not closed cleanly, and no backup: it has a log");
    }
    Files.deleteIfExists(part);
    Disk.create(part);
    try (OutputStream out = Files.newOutputStream(part)) {
      Files.copy(backup, out);
    }
    likeTheOld();
    Disk.sync(part);
    Verification found = Inspection.verify(part);
    if (!found.sound()) {
      throw new IllegalArgumentException(
          "cannot restore " + backup + ": " + String.join("; ", found.faults()));
    }
  }

  private void likeTheOld() throws IOException {
    Path model = Files.exists(database) ? database : part;
    PosixFileAttributeView old = Files.getFileAttributeView(model, PosixFileAttributeView.class);
    if (old != null) {
      Files.setPosixFilePermissions(part, old.readAttributes().permissions());
    }
    Disk.giveToOwnerOfDirectory(part);
  }

  /**
   * Brings what is in the old database's log into its file, so that the file is all of it. False
   * when it is too damaged for that; nothing of it is touched then.
   */
  private boolean fold() throws IOException, SQLException {
    if (!Inspection.readable(database)) {
      LOG.warn("event=old-database-damaged file={}", database);
      return false;
    }
    try (Connection connection = SqliteDb.plain(database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 2000");
      // Needs the file for itself, so it also says that nobody else reads it.
      statement.execute("PRAGMA journal_mode = DELETE");
    } catch (SQLException e) {
      if (Faults.busy(e)) {
        throw inUse();
      }
      throw e;
    }
    if (Files.exists(Disk.beside(database, "-wal"))) {
      throw inUse();
    }
    Disk.sync(database);
    return true;
  }

  private HoldfastException.StoreOwned inUse() {
    return new HoldfastException.StoreOwned(
        "another process has the database " + database + " open; end that one first");
  }

  /** Gives the old database a second name; a damaged one keeps what belongs to it. */
  private void keep(boolean whole) throws IOException {
    Path kept = Disk.beside(database, ".before-restore-" + TIME.format(Instant.now()));
    link(kept, database);
    for (String suffix : whole ? List.<String>of() : COMPANIONS) {
      Path companion = Disk.beside(database, suffix);
      if (Files.exists(companion)) {
        link(Disk.beside(kept, suffix), companion);
      }
    }
    Disk.syncNames(database);
    LOG.info("event=old-database-kept file={}", kept);
  }

  private static void link(Path name, Path file) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException noLinksHere) {
      Files.copy(file, name, StandardCopyOption.COPY_ATTRIBUTES);
      Disk.sync(name);
    }
  }

  /** A log that is left here would be taken for that of the new database. */
  private void clear() throws IOException {
    for (String suffix : COMPANIONS) {
      Files.deleteIfExists(Disk.beside(database, suffix));
    }
    Disk.syncNames(database);
  }
}
