package io.holdfast.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a store")
class SqliteFilesTest {

  private static final Instant NEWEST = Instant.parse("2026-11-24T12:00:00.123Z");

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private SqliteFiles files;
  private Path database;

  @BeforeEach
  void database() {
    files = new SqliteFiles(vertx);
    database = directory.resolve("holdfast.db");
    Store store = open();
    store.join("n-1", NEWEST.toEpochMilli()).await();
    store.close().await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  @DisplayName("tell whether they are sound, and their newest time, also while they are open")
  void told() {
    Store store = open();
    assertThat(files.verify(database)).isEmpty();
    assertThat(files.newest(database)).contains(NEWEST);
    store.close().await();
  }

  @Test
  @DisplayName("that are none are not sound, and tell no time")
  void damaged() throws IOException {
    Path other = Files.writeString(directory.resolve("other.db"), "no database".repeat(100));
    assertThat(files.verify(other)).isNotEmpty();
    assertThat(files.newest(other)).isEmpty();
    assertThatThrownBy(() -> files.verify(directory.resolve("none.db")))
        .isInstanceOf(HoldfastException.NotFound.class);
  }

  @Test
  @DisplayName("are copied, and put back, when nobody has them open")
  void copied() {
    Path copy = directory.resolve("copy.db");
    files.backup(database, copy);
    assertThat(files.verify(copy)).isEmpty();
    files.restore(copy, database);
    assertThat(files.newest(database)).contains(NEWEST);
  }

  @Test
  @DisplayName("S43: are left alone while somebody has them open")
  void owned() {
    Store store = open();
    Path copy = directory.resolve("copy.db");
    assertThatThrownBy(() -> files.backup(database, copy))
        .isInstanceOf(HoldfastException.StoreOwned.class);
    assertThat(copy).doesNotExist();
    store.close().await();
  }

  private Store open() {
    Doorbell silent =
        new Doorbell() {
          @Override
          public void work(String runner) {}

          @Override
          public void control(String runner) {}

          @Override
          public void due(String connector, String chat) {}
        };
    return SqliteStore.open(vertx, database, silent, new SimpleMeterRegistry()).await();
  }
}
