package io.holdfast.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database of a gateway, read from outside. Of one whose process is dead a copy is read, so
 * that its next life finds the files just as its last one left them.
 */
final class Database {

  private static final String TABLES = "SELECT count(*) FROM sqlite_master WHERE name = 'marker'";

  private final Path file;

  Database(Path file) {
    this.file = file;
  }

  /** Whether nothing is under way any more. The process runs. */
  boolean isQuiet() {
    return in(file).isQuiet();
  }

  /** What is left over, by what it is. The process is dead. */
  Map<String, Integer> left() throws IOException {
    return in(copy()).left();
  }

  /** The markers: turn to reason, as the protocol writes it. The process is dead. */
  Map<String, String> markers() throws IOException {
    Map<String, String> markers = new TreeMap<>();
    Leftovers copy = in(copy());
    if (copy.count(TABLES) == 0) {
      return markers; // It died before it had made them.
    }
    copy.rows(
        "SELECT t.id, lower(m.reason) FROM marker m JOIN turn t ON t.seq = m.turn",
        row -> markers.put(row.getString(1), row.getString(2)));
    return markers;
  }

  /** Turns that have not ended, to be shown. */
  List<String> underWay() {
    return in(file).underWay();
  }

  private static Leftovers in(Path file) {
    return new Leftovers("jdbc:sqlite:" + file);
  }

  private Path copy() throws IOException {
    Path copies = Files.createDirectories(file.resolveSibling("copy"));
    for (String suffix : List.of("", "-wal")) {
      Path from = file.resolveSibling(file.getFileName() + suffix);
      Path to = copies.resolve(from.getFileName());
      Files.deleteIfExists(to);
      if (Files.exists(from)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copies.resolve(file.getFileName());
  }
}
