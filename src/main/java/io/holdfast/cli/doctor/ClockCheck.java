package io.holdfast.cli.doctor;

import io.holdfast.cli.files.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** Whether the clock went on since the last commit, and agrees with the disk's. */
public final class ClockCheck implements Check {

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path database;
  private final StoreFiles files;
  private final InstantSource clock;

  public ClockCheck(Path database, StoreFiles files, InstantSource clock) {
    this.database = database;
    this.files = files;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look() {
    Optional<Instant> newest = Files.exists(database) ? files.newest(database) : Optional.empty();
    Duration back = newest.map(this::ahead).orElse(Duration.ZERO);
    if (back.compareTo(TOLERANCE) > 0) {
      return new Finding.Warn(
          "the newest entry of the database is " + back.toSeconds() + " s in the future",
          "see whether the clock was set back (timedatectl); until it has caught up, ages and"
              + " deadlines are wrong");
    }
    Duration apart = disk().map(this::ahead).map(Duration::abs).orElse(Duration.ZERO);
    return apart.compareTo(TOLERANCE) > 0
        ? new Finding.Warn(
            "the disk's clock is " + apart.toSeconds() + " s off",
            "use a local disk; a network's file system must not hold the database")
        : new Finding.Ok("it is after the newest entry of the database, and as the disk's");
  }

  private Duration ahead(Instant time) {
    return Duration.between(clock.instant(), time);
  }

  /** When the file system says that a file was written just now. */
  private Optional<Instant> disk() {
    Path directory = Objects.requireNonNull(database.toAbsolutePath().getParent());
    try {
      Path probe = Files.createTempFile(directory, "holdfast-", ".clock");
      try {
        return Optional.of(Files.getLastModifiedTime(probe).toInstant());
      } finally {
        Files.delete(probe);
      }
    } catch (IOException notWritable) {
      return Optional.empty();
    }
  }
}
