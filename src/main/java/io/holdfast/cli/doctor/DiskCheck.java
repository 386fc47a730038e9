package io.holdfast.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much room is left where the database is. */
public final class DiskCheck implements Check {

  private static final long GIB = 1L << 30;
  private static final int LEAST_PERCENT = 5;
  private static final long NONE = 1L << 20;

  private final Path database;

  public DiskCheck(Path database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Finding look() {
    Path there = database.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      FileStore disk = Files.getFileStore(there);
      return of(disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      return new Finding.Fail("the room at " + there + " cannot be told: " + e.getMessage(), "");
    }
  }

  /**
   * What so much room means.
   *
   * @param usable bytes
   * @param total bytes
   */
  static Finding of(long usable, long total) {
    long percent = total == 0 ? 0 : usable * 100 / total;
    String what =
        String.format(Locale.ROOT, "%.1f GiB free, %d %%", (double) usable / GIB, percent);
    if (usable < NONE) {
      return new Finding.Fail("no room is left", "make room: nothing is accepted");
    }
    boolean low = usable < GIB || percent < LEAST_PERCENT;
    return low
        ? new Finding.Warn(what, "make room: on a full disk nothing is accepted")
        : new Finding.Ok(what);
  }
}
