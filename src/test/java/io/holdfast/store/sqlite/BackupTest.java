package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.Verification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a database: made while work goes on, looked at, and put in its place. */
@DisplayName("A backup")
class BackupTest {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final List<Store> opened = new ArrayList<>();
  private final Knobs knobs = new Knobs();

  @AfterEach
  void close() {
    opened.forEach(store -> done(store.close()));
    done(vertx.close());
  }

  private Path file() {
    return directory.resolve("holdfast.db");
  }

  private Path copy() {
    return directory.resolve("copy.db");
  }

  private Store open(Path file) {
    Store store = knobs.open(vertx, file, new Rings(), new SimpleMeterRegistry());
    opened.add(store);
    return store;
  }

  private static Future<Acceptance> accept(Store store, String id, String text) {
    Inbound message =
        new Inbound(
            new Address("web", "chat-" + id, ""), id, new Sender("ann", ""), text, List.of(), 0);
    return store.accept(message, new Route("agent", DoubleText.ENQUEUE, 9), "held", 1_000);
  }

  private static boolean known(Store store, String id) {
    return !done(store.timeline("web", id)).isEmpty();
  }

  private boolean knownIn(Path file, String id) {
    Store store = open(file);
    boolean known = known(store, id);
    done(store.close());
    return known;
  }

  private Verification verified(Path file) {
    return done(SqliteStore.verify(vertx, file));
  }

  private Throwable refusal(Path backup, Path database) {
    return catchThrowable(() -> done(SqliteStore.restore(vertx, backup, database)));
  }

  /** What is in the directory besides the engine's own code. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("sqlite-"))
          .sorted()
          .toList();
    }
  }

  /** A closed database with one message. */
  private Path closed(String name, String message) {
    Store store = open(directory.resolve(name));
    done(accept(store, message, "x"));
    done(store.close());
    return directory.resolve(name);
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4_096; i < bytes.length; i++) {
      bytes[i] ^= 0x5a;
    }
    Files.write(file, bytes);
  }

  private Path foreign() throws Exception {
    Path file = directory.resolve("other.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE invoices (id INTEGER)");
    }
    return file;
  }

  @Nested
  @DisplayName("is written")
  class Writing {

    @Test
    @DisplayName("while work goes on, with all that was acknowledged before it was asked for")
    void whileWorkGoesOn() throws Exception {
      Store store = open(file());
      IntStream.range(0, 300).mapToObj(i -> accept(store, "a" + i, "x")).forEach(f -> done(f));
      Future<Void> backup = store.backup(copy());
      List<Future<Acceptance>> later =
          IntStream.range(0, 300).mapToObj(i -> accept(store, "b" + i, "x")).toList();
      done(backup);
      later.forEach(offer -> done(offer));

      assertThat(verified(copy()).sound()).isTrue();
      assertThat(files()).doesNotContain("copy.db-wal").noneMatch(name -> name.endsWith(".part"));
      Store copied = open(copy());
      assertThat(IntStream.range(0, 300)).allMatch(i -> known(copied, "a" + i));
    }

    @Test
    @DisplayName("never over a file that exists, nor where there is no directory")
    void refusesTargets() throws Exception {
      Store store = open(file());
      Files.writeString(copy(), "precious");
      List<String> before = files();

      assertThat(catchThrowable(() -> done(store.backup(copy()))))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(catchThrowable(() -> done(store.backup(directory.resolve("no/where.db")))))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(copy()).hasContent("precious");
      assertThat(files()).isEqualTo(before);
    }

    @Test
    @DisplayName("by an open store only; a stop does not wait for it and leaves nothing of it")
    void endsWithTheStore() throws Exception {
      Store store = open(file());
      IntStream.range(0, 300)
          .mapToObj(i -> accept(store, "a" + i, "x".repeat(200_000)))
          .forEach(offer -> done(offer));
      Future<Void> backup = store.backup(copy());
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> backup.isComplete() || files().stream().anyMatch(n -> n.endsWith(".part")));
      done(store.close());

      await().until(backup::isComplete);
      assertThat(files()).noneMatch(name -> name.endsWith(".part"));
      assertThat(Files.exists(copy())).isEqualTo(backup.succeeded());
      assertThat(catchThrowable(() -> done(store.backup(directory.resolve("late.db")))))
          .isInstanceOf(HoldfastException.NotReady.class);
    }

    @Test
    @DisplayName("S41: not from a database that was deleted, nor for other eyes than its owner's")
    void checksItsSource() throws Exception {
      Store store = open(file());
      done(store.backup(copy()));
      assertThat(Files.getPosixFilePermissions(copy())).hasSize(2);
      Files.delete(file());

      assertThat(catchThrowable(() -> done(store.backup(directory.resolve("second.db")))))
          .isInstanceOf(HoldfastException.NotReady.class);
      assertThat(files()).doesNotContain("second.db", "holdfast.db");
    }
  }

  @Nested
  @DisplayName("and any database is verified")
  class Verifying {

    @Test
    @DisplayName("beside a running gateway, and when it is closed, which leaves nothing behind")
    void sound() throws Exception {
      Store store = open(file());
      done(accept(store, "m1", "x"));
      assertThat(verified(file()).faults()).isEmpty();
      assertThat(verified(file()).schema()).isEqualTo(Schema.NEWEST);
      assertThat(verified(file()).bytes()).isPositive();
      done(accept(store, "m2", "x"));
      done(store.close());
      List<String> before = files();

      assertThat(verified(file()).sound()).isTrue();
      assertThat(files()).isEqualTo(before);
    }

    @Test
    @DisplayName("with its faults: damaged, of another program, empty, newer")
    void unsound() throws Exception {
      Path damaged = closed("damaged.db", "m1");
      damage(damaged);
      assertThat(verified(damaged).faults()).isNotEmpty();
      assertThat(verified(foreign()).faults())
          .singleElement()
          .asString()
          .contains("another program", "invoices");
      Path text = Files.writeString(directory.resolve("notes.txt"), "notes\n".repeat(999));
      assertThat(verified(text).faults()).singleElement().asString().contains("SQLITE_NOTADB");
      Path empty = Files.createFile(directory.resolve("empty.db"));
      assertThat(verified(empty).faults()).containsExactly("it is empty");
      Store store = open(file());
      knobs.turn(store, "PRAGMA user_version = 99");
      assertThat(verified(file()).faults()).singleElement().asString().contains("99", "newer");
      assertThat(verified(file()).schema()).isEqualTo(99);
      assertThat(catchThrowable(() -> verified(directory.resolve("none.db"))))
          .isInstanceOf(HoldfastException.NotFound.class);
      assertThat(directory.resolve("none.db")).doesNotExist();
    }
  }

  @Nested
  @DisplayName("is restored")
  class Restoring {

    private Path kept() throws IOException {
      List<String> kept =
          files().stream().filter(name -> name.matches(".*\\.before-restore-[^-]*Z")).toList();
      assertThat(kept).hasSize(1);
      return directory.resolve(kept.get(0));
    }

    @Test
    @DisplayName("in the place of the database, which is kept whole beside it")
    void restores() throws Exception {
      Store store = open(file());
      done(accept(store, "m1", "x"));
      done(store.backup(copy()));
      done(accept(store, "m2", "x"));
      done(store.close());

      done(SqliteStore.restore(vertx, copy(), file()));

      assertThat(knownIn(file(), "m1")).isTrue();
      assertThat(knownIn(file(), "m2")).isFalse();
      assertThat(knownIn(kept(), "m2")).isTrue();
      assertThat(files()).noneMatch(name -> name.endsWith(".restoring"));
    }

    @Test
    @DisplayName("and what a killed gateway left in its log is kept with the old database")
    void keepsTheLog() throws Exception {
      Path backup = closed("backup.db", "m1");
      Store store = open(Files.createDirectory(directory.resolve("from")).resolve("holdfast.db"));
      done(accept(store, "m2", "x"));
      SqliteBackend.copy(directory.resolve("from/holdfast.db"), directory);
      assertThat(Files.size(directory.resolve("holdfast.db-wal"))).isPositive();

      done(SqliteStore.restore(vertx, backup, file()));

      assertThat(files()).doesNotContain("holdfast.db-wal", "holdfast.db-shm");
      assertThat(knownIn(kept(), "m2")).isTrue();
      assertThat(knownIn(file(), "m2")).isFalse();
      assertThat(knownIn(file(), "m1")).isTrue();
    }

    @Test
    @DisplayName("over a damaged database too, and where there is none yet")
    void overDamage() throws Exception {
      Path backup = closed("backup.db", "m1");
      Files.writeString(file(), "this is not a database any more\n".repeat(500));
      Files.writeString(directory.resolve("holdfast.db-wal"), "nor is this a log");

      done(SqliteStore.restore(vertx, backup, file()));
      assertThat(files()).doesNotContain("holdfast.db-wal");
      assertThat(Disk.beside(kept(), "-wal")).hasContent("nor is this a log");
      assertThat(knownIn(file(), "m1")).isTrue();
      assertThat(Files.readString(kept())).startsWith("this is not a database");

      Path fresh = directory.resolve("new/place/holdfast.db");
      done(SqliteStore.restore(vertx, backup, fresh));
      assertThat(knownIn(fresh, "m1")).isTrue();
    }

    @Test
    @DisplayName("S43: not while a gateway has the database open")
    void notWhileRunning() throws Exception {
      Path backup = closed("backup.db", "m1");
      Store store = open(file());
      assertThat(refusal(backup, file())).isInstanceOf(HoldfastException.StoreOwned.class);
      done(accept(store, "m2", "still works"));
    }

    @Test
    @DisplayName("only if it is sound, one of ours and not newer; the old database stays as it is")
    void onlyIfSound() throws Exception {
      closed("holdfast.db", "m1");
      byte[] before = Files.readAllBytes(file());
      Path damaged = closed("damaged.db", "m2");
      damage(damaged);
      Path newer = directory.resolve("newer.db");
      Store store = open(newer);
      knobs.turn(store, "PRAGMA user_version = 99");
      done(store.close());

      for (Path backup : List.of(damaged, newer, foreign(), file())) {
        assertThat(refusal(backup, file())).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(refusal(directory.resolve("none.db"), file()))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(Files.readAllBytes(file())).isEqualTo(before);
      assertThat(files()).noneMatch(name -> name.contains("restor"));
    }

    @Test
    @DisplayName("not from a database that is in use, whose log would be left out")
    void notFromALiveDatabase() {
      Path live = directory.resolve("live.db");
      done(accept(open(live), "m1", "x"));
      assertThat(refusal(live, file()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("in use");
    }
  }
}
