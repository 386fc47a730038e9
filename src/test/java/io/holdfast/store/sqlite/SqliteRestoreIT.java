package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore that is killed leaves the old database or the new one, and can be done again. */
@DisplayName("A restore")
class SqliteRestoreIT {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  private Store open(Path file) {
    return done(SqliteStore.open(vertx, file, new Rings(), new SimpleMeterRegistry()));
  }

  private static void accept(Store store, String id) {
    Inbound message =
        new Inbound(new Address("web", "lobby", ""), id, new Sender("ann", ""), "x", List.of(), 0);
    done(store.accept(message, new Route("agent", DoubleText.ENQUEUE, 99), "held", 1));
  }

  private List<Boolean> known(Path file) {
    Store store = open(file);
    List<Boolean> known =
        List.of("first", "old").stream()
            .map(id -> !done(store.timeline("web", id)).isEmpty())
            .toList();
    done(store.close());
    return known;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Restore.Stage.class)
  @DisplayName("that is killed leaves the old database or the new one, whole:")
  void survivesDeath(Restore.Stage stage) throws Exception {
    Path from = Files.createDirectory(directory.resolve("from")).resolve("holdfast.db");
    Path backup = directory.resolve("backup.db");
    Store store = open(from);
    accept(store, "first");
    done(store.backup(backup));
    accept(store, "old");
    // As it stands when its gateway is killed: the last message is in the log only.
    SqliteBackend.copy(from, directory);
    done(store.close());
    Path database = directory.resolve("holdfast.db");

    Process restoring =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                RestoringProcess.class.getName(),
                backup.toString(),
                database.toString(),
                stage.name())
            .inheritIO()
            .start();
    assertThat(restoring.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(restoring.exitValue()).isEqualTo(137);

    boolean placed = stage == Restore.Stage.PLACED;
    assertThat(known(database)).containsExactly(true, !placed);
    assertThat(done(SqliteStore.verify(vertx, database)).sound()).isTrue();
    done(SqliteStore.restore(vertx, backup, database));
    assertThat(known(database)).containsExactly(true, false);
  }
}
