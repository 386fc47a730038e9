package io.holdfast.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Whether the database is where it should be and can be written. */
public final class DatabaseCheck implements Check {

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
      return new Finding.Ok(database + " is not there yet: the first start makes it");
    }
    return Files.isRegularFile(database) && Files.isReadable(database) && Files.isWritable(database)
        ? new Finding.Ok(database + " is there and writable")
        : new Finding.Fail(
            database + " is no file that can be read and written", "give it to the gateway's user");
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
