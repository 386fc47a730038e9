package io.holdfast.cli.doctor;

import io.holdfast.cli.files.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whether the database is where it should be and can be written. */
public final class DatabaseCheck implements Check {

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path database;

  public DatabaseCheck(Path database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Finding look() {
    Path directory = Objects.requireNonNull(database.toAbsolutePath().getParent());
    if (!Files.isDirectory(directory)) {
      return parent(directory);
    }
    if (!Files.isWritable(directory)) {
      return new Finding.Fail(
          "its directory " + directory + " is not writable for " + System.getProperty("user.name"),
          "run this as the gateway's user, or give it the directory");
    }
    if (!Files.exists(database)) {
      return missing();
    }
    Optional<Finding> foreign = foreign(directory);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    return Files.isRegularFile(database) && Files.isReadable(database) && Files.isWritable(database)
        ? new Finding.Ok(database + " is there and writable")
        : new Finding.Fail(
            database + " is no file that can be read and written", "give it to the gateway's user");
  }

  private Finding missing() {
    OptionalLong owner = Owner.of(database);
    return owner.isEmpty()
        ? new Finding.Ok(database + " is not there yet: the first start makes it")
        : new Finding.Fail(
            database + " was deleted, and process " + owner.getAsLong() + " still has it open",
            "do not stop that process: save what it has open first, see StoreNotReady in the"
                + " operations guide");
  }

  /**
   * Root may do everything, and is the one who looks. Where nobody else may write to the directory,
   * its owner is the gateway's user.
   */
  private Optional<Finding> foreign(Path directory) {
    try {
      UserPrincipal user = Files.getOwner(directory);
      if (!Collections.disjoint(Files.getPosixFilePermissions(directory), OTHERS)) {
        return Optional.empty();
      }
      for (String end : List.of("", "-wal", "-shm", ".lock")) {
        Path file = database.resolveSibling(database.getFileName() + end);
        if (Files.exists(file) && !Files.getOwner(file).equals(user)) {
          return Optional.of(
              new Finding.Fail(
                  file + " belongs to " + Files.getOwner(file) + ", its directory to " + user,
                  "chown --reference=" + directory + " " + database + "*"));
        }
      }
    } catch (IOException | UnsupportedOperationException untold) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Finding parent(Path directory) {
    Path there = directory;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return Files.isDirectory(there) && Files.isWritable(there)
        ? new Finding.Ok(
            "its directory " + directory + " is not there yet: the first start makes it")
        : new Finding.Fail(
            "its directory " + directory + " is missing and cannot be made", "make it");
  }
}
