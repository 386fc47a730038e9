package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database between processes: one that is killed, one that comes too early. */
@DisplayName("The SQLite store between processes")
class SqliteProcessIT {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final List<Process> started = new ArrayList<>();

  /** A process that accepts messages, and what it prints. */
  private record Child(Process process, BufferedReader output) {

    void awaitAcks(int count) throws IOException {
      int seen = 0;
      while (seen < count) {
        String line = output.readLine();
        assertThat(line).isNotNull().doesNotStartWith("failed");
        seen += line.startsWith("acked") ? 1 : 0;
      }
    }

    void awaitRefusals(int count) throws IOException {
      int seen = 0;
      while (seen < count) {
        String line = output.readLine();
        assertThat(line).isNotNull();
        seen += line.startsWith("refused") ? 1 : 0;
      }
    }

    List<String> rest() {
      return output.lines().filter(line -> line.matches("(failed|acked) .*")).toList();
    }
  }

  private Child start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                AcceptingProcess.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return new Child(process, process.inputReader());
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    done(vertx.close());
  }

  private Path file() {
    return directory.resolve("holdfast.db");
  }

  private Store open() {
    return done(SqliteStore.open(vertx, file(), new Rings(), new SimpleMeterRegistry()));
  }

  @RepeatedTest(3)
  @DisplayName("S06 S34: killed at any moment, what it acked is there, and its lock is gone")
  void survivesSigkill() throws Exception {
    Child child = start();
    child.awaitAcks(2_000);
    // Not by the Process, which would close its output before it was read to the end.
    child.process().toHandle().destroyForcibly();
    List<String> acked = child.rest().stream().map(line -> line.substring(6)).toList();
    assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(file().resolveSibling("holdfast.db.lock")).exists();
    Store store = open();
    assertThat(acked)
        .allMatch(id -> !done(store.timeline("web", id)).isEmpty(), "known to the survivor");
    assertThat(done(store.timeline("web", "m0"))).isNotEmpty();
    done(store.close());
  }

  @Test
  @DisplayName("S43: while another process owns it, this one is refused and told of its pid")
  void refusesASecondProcess() throws Exception {
    Child child = start();
    child.awaitAcks(1);

    assertThat(catchThrowable(this::open))
        .isInstanceOf(HoldfastException.StoreOwned.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("pid " + child.process().pid());
    child.awaitAcks(100);
  }

  @Test
  @DisplayName("S43: a lock that was deleted under its owner lets nobody in, and stops the owner")
  void survivesADeletedLock() throws Exception {
    Child child = start();
    child.awaitAcks(100);
    Path lock = file().resolveSibling("holdfast.db.lock");
    Files.delete(lock);

    assertThat(catchThrowable(this::open)).isInstanceOf(HoldfastException.StoreOwned.class);
    assertThat(catchThrowable(this::open)).isInstanceOf(HoldfastException.StoreOwned.class);
    assertThat(lock).doesNotExist();
    child.awaitRefusals(1);

    child.process().toHandle().destroyForcibly();
    assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    done(open().close());
  }

  @Test
  @DisplayName("S43: an attempt of this process to open it twice does not open it to others")
  void keepsItsLock() throws Exception {
    Store store = open();
    assertThat(catchThrowable(this::open)).isInstanceOf(HoldfastException.StoreOwned.class);

    assertThat(start().rest()).singleElement().asString().contains("belongs to another");
    done(store.close());
  }

  @Test
  @DisplayName("the log of a living process is not written by another, that of a dead one is")
  void renewsOnlyWhatNobodyWrites() throws Exception {
    Child child = start();
    child.awaitAcks(100);
    assertThat(Renewal.of(file())).isFalse();

    child.process().toHandle().destroyForcibly();
    assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Renewal.of(file())).isTrue();
    done(open().close());
  }
}
