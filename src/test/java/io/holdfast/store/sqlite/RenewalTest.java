package io.holdfast.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a life before has left")
class RenewalTest {

  private static final FileTime OLD = FileTime.fromMillis(1_000);

  @TempDir private Path directory;
  private Path database;
  private Path log;

  @BeforeEach
  void prepare() throws Exception {
    database = directory.resolve("holdfast.db");
    log = directory.resolve("holdfast.db-wal");
    for (Path file : new Path[] {database, log}) {
      byte[] bytes = new byte[200_001];
      new Random(file.hashCode()).nextBytes(bytes);
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, OLD);
    }
  }

  @Test
  @DisplayName("is written again, and not a byte of it is another one")
  void writesTheSame() throws Exception {
    byte[] data = Files.readAllBytes(database);
    byte[] logged = Files.readAllBytes(log);
    assertThat(Renewal.of(database)).isTrue();

    assertThat(Files.readAllBytes(database)).isEqualTo(data);
    assertThat(Files.readAllBytes(log)).isEqualTo(logged);
    assertThat(Files.getLastModifiedTime(database)).isGreaterThan(OLD);
    assertThat(Files.getLastModifiedTime(log)).isGreaterThan(OLD);
  }

  @Test
  @DisplayName("may be nothing at all, or an empty log")
  void nothing() throws Exception {
    Files.write(log, new byte[0]);
    Renewal.of(database);
    Files.delete(log);
    Files.delete(database);
    Renewal.of(database);

    assertThat(directory).isEmptyDirectory();
  }
}
