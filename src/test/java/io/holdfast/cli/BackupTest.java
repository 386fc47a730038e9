package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.files.StoreFiles;
import io.holdfast.model.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A backup")
class BackupTest {

  @TempDir Path directory;

  private FakeGateway gateway;
  private Path file;
  private Path database;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.on("GET /api/backup", 200, "all of it");
    file = directory.resolve("backup.db");
    database = directory.resolve("holdfast.db");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("is what the gateway gives, under its name once it is whole and verified")
  void online() throws IOException {
    Console.Result result = console(new Store()).run("backup", file.toString(), "-c", yaml());
    assertThat(result.out())
        .isEqualTo(file + ": 9 bytes, verified, from the gateway at " + gateway.url() + "\n");
    assertThat(file).hasContent("all of it");
    assertThat(part()).doesNotExist();
    assertThat(Files.getPosixFilePermissions(file))
        .as("it holds what everybody wrote")
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  @DisplayName("does not replace a file unless it is told to")
  void exists() throws IOException {
    Files.writeString(file, "older");
    Console.Result refused = console(new Store()).run("backup", file.toString(), "-c", yaml());
    assertThat(refused.err()).contains("--force");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(file).hasContent("older");
    String[] forced = {"backup", file.toString(), "--force", "-c", yaml()};
    assertThat(console(new Store()).run(forced).code()).isZero();
    assertThat(file).hasContent("all of it");
  }

  @Test
  @DisplayName("is never written over the database of a gateway, even when told to")
  void overTheDatabase() throws IOException {
    Files.writeString(file, "in use");
    Files.writeString(file.resolveSibling(file.getFileName() + ".lock"), "");
    String[] forced = {"backup", file.toString(), "--force", "-c", yaml()};
    Console.Result refused = console(new Store()).run(forced);
    assertThat(refused.err()).contains("is the database of a gateway");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(file).hasContent("in use");
  }

  @Test
  @DisplayName("that is not sound, or refused, leaves nothing behind")
  void unsound() {
    gateway.on("GET /api/backup", 503, "{\"title\":\"Not ready\",\"detail\":\"the disk is full\"}");
    Console.Result result =
        console(new Store("page 3 is torn")).run("backup", file.toString(), "-c", yaml());
    assertThat(result.err()).contains("is not sound, and is not kept: page 3 is torn");
    Console.Result refused = console(new Store()).run("backup", file.toString(), "-c", yaml());
    assertThat(refused.err()).isEqualTo("holdfast: Not ready: the disk is full\n");
    assertThat(file).doesNotExist();
    assertThat(part()).doesNotExist();
  }

  @Test
  @DisplayName("is made without a gateway when none runs")
  void offline() throws IOException {
    Files.writeString(database, "here");
    String yaml = yaml();
    gateway.close();
    Console.Result result = console(new Store()).run("backup", file.toString(), "-c", yaml);
    assertThat(result.out()).isEqualTo(file + ": 4 bytes, verified, from " + database + "\n");
    assertThat(file).hasContent("here");
  }

  @Test
  @DisplayName("S43: is not made behind the back of a gateway that owns the database")
  void owned() throws IOException {
    Files.writeString(database, "here");
    String yaml = yaml();
    gateway.close();
    Store owned = new Store();
    owned.failure = Optional.of(new HoldfastException.StoreOwned("belongs to pid 7"));
    Console.Result result = console(owned).run("backup", file.toString(), "-c", yaml);
    assertThat(result.err()).startsWith("holdfast: belongs to pid 7; but is the gateway running?");
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("of a gateway that was named is never of another database")
  void named() throws IOException {
    Files.writeString(database, "here");
    String yaml = yaml();
    gateway.close();
    String[] args = {"backup", file.toString(), "-c", yaml, "--url", gateway.url()};
    assertThat(console(new Store()).run(args).code()).isEqualTo(1);
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("is put back when the operator agrees")
  void restored() throws IOException {
    Files.writeString(database, "here");
    Files.writeString(file, "backup");
    String[] args = {"restore", file.toString(), "-c", yaml()};
    Console.Result no = console(new Store()).typing("n").run(args);
    assertThat(no.out()).startsWith("Replace " + database + "?");
    assertThat(no.err()).isEqualTo("nothing was changed\n");
    assertThat(database).hasContent("here");
    assertThat(console(new Store()).typing("y").run(args).code()).isZero();
    assertThat(database).hasContent("backup");
  }

  @Test
  @DisplayName("is put back in a script only with --yes")
  void scripted() throws IOException {
    Files.writeString(database, "here");
    Files.writeString(file, "backup");
    String[] args = {"restore", file.toString(), "-c", yaml()};
    assertThat(console(new Store()).run(args).err()).contains("give --yes");
    assertThat(database).hasContent("here");
    String[] sure = {"restore", file.toString(), "--yes", "-c", yaml()};
    assertThat(console(new Store()).run(sure).out())
        .isEqualTo(database + ": restored from " + file + "\n");
    assertThat(database).hasContent("backup");
  }

  @Test
  @DisplayName("is not put back under a running gateway, nor when it is not sound")
  void notRestored() throws IOException {
    Files.writeString(database, "here");
    Files.writeString(file, "backup");
    String[] args = {"restore", file.toString(), "--yes", "-c", yaml()};
    assertThat(console(new Store("torn")).run(args).err()).contains("is not sound: torn");
    Path lock = directory.resolve("holdfast.db.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(console(new Store()).run(args).err()).contains("open: stop the gateway first");
    }
    assertThat(database).hasContent("here");
  }

  private Path part() {
    return directory.resolve("backup.db.part");
  }

  private String yaml() {
    String yaml = "http: {port: %d}\nstore: {sqlite: %s}\n".formatted(gateway.port(), database);
    try {
      return Files.writeString(directory.resolve("holdfast.yaml"), yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Console console(StoreFiles files) {
    return new Console(directory).files(files);
  }

  /** A store whose database is any text. */
  private static final class Store implements StoreFiles {

    private final List<String> wrong;
    private Optional<RuntimeException> failure = Optional.empty();

    Store(String... wrong) {
      this.wrong = List.of(wrong);
    }

    @Override
    public List<String> verify(Path database) {
      return wrong;
    }

    @Override
    public Optional<Instant> newest(Path database) {
      return Optional.empty();
    }

    @Override
    public void backup(Path database, Path to) {
      failure.ifPresent(
          cause -> {
            throw cause;
          });
      copy(database, to);
    }

    @Override
    public void restore(Path backup, Path database) {
      copy(backup, database);
    }

    private static void copy(Path from, Path to) {
      try {
        Files.write(to, Files.readAllBytes(from));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
