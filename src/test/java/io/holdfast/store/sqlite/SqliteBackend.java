package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.StoreBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Databases in a directory of their own; a crash is a copy of the files as they stand. */
public final class SqliteBackend implements StoreBackend {

  /** One for all: its making takes longer than many a test. */
  private static final Vertx VERTX = Vertx.vertx();

  private final Path directory;
  private final List<Store> opened = new ArrayList<>();
  private Path database;

  public SqliteBackend() {
    try {
      directory = Files.createTempDirectory("holdfast-store");
      database = Files.createDirectory(directory.resolve("0")).resolve("holdfast.db");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Vertx vertx() {
    return VERTX;
  }

  public Path database() {
    return database;
  }

  @Override
  public Store open(Doorbell doorbell) {
    Store store = done(SqliteStore.open(VERTX, database, doorbell, new SimpleMeterRegistry()));
    opened.add(store);
    return store;
  }

  @Override
  public Store crashAndReopen(Doorbell doorbell) {
    try {
      Path copy = Files.createDirectory(directory.resolve(Integer.toString(opened.size())));
      copy(database, copy);
      done(opened.get(opened.size() - 1).close());
      database = copy.resolve(database.getFileName());
      return open(doorbell);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long rows(String table) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Copies a database and its log as they stand. Another process does it: closing any descriptor of
   * a database file in this one would take away the locks that its engine holds.
   */
  public static void copy(Path database, Path into) {
    try {
      Process copying =
          new ProcessBuilder("cp", database.toString(), database + "-wal", into.toString())
              .inheritIO()
              .start();
      if (copying.waitFor() != 0) {
        throw new IllegalStateException("cp failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    opened.forEach(store -> done(store.close()));
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
