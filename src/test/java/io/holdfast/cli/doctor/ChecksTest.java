package io.holdfast.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Reach;
import io.holdfast.cli.doctor.Finding.Fail;
import io.holdfast.cli.doctor.Finding.Ok;
import io.holdfast.cli.doctor.Finding.Warn;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.config.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The doctor")
class ChecksTest {

  private static final String UNIT =
      """
      LoadState=loaded
      TimeoutStopUSec=%s
      WatchdogUSec=%s
      RestartPreventExitStatus=%s
      RestartForceExitStatus=75
      """;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} of {1} bytes: {2}")
  @CsvSource({
    "2147483648, 10737418240, Ok",
    "1073741823, 10737418240, Warn",
    "2147483648, 107374182400, Warn",
    "4096, 10737418240, Fail"
  })
  @DisplayName("warns below a GiB or 5 % of room, and fails where there is none")
  void disk(long usable, long total, String expected) {
    assertThat(DiskCheck.of(usable, total).getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  @DisplayName("looks at the disk where the database will be")
  void diskOfMissingDirectory() {
    assertThat(new DiskCheck(directory.resolve("a/b/holdfast.db")).look().what()).contains("GiB");
  }

  @Test
  @DisplayName("S32: fails a unit that kills before the drain is over, and names the cure")
  void unitTooShort() {
    assertThat(unit("1min 4s", "30s", "78"))
        .isEqualTo(
            new Fail(
                "holdfast.service is killed after 1min 4s, but drain-timeout is 60s",
                "set TimeoutStopSec=75s, then systemctl daemon-reload"));
    assertThat(unit("1min 5s", "30s", "78")).isInstanceOf(Ok.class);
    assertThat(unit("infinity", "30s", "78")).isInstanceOf(Ok.class);
  }

  @Test
  @DisplayName("S33: warns of a unit that starts again on a bad configuration, or never on a hang")
  void unitIncomplete() {
    assertThat(unit("2min", "0", "1 2"))
        .isInstanceOf(Warn.class)
        .extracting(Finding::todo)
        .asString()
        .contains("WatchdogSec=30s", "RestartPreventExitStatus=78")
        .doesNotContain("RestartForceExitStatus");
  }

  @Test
  @DisplayName("is content where there is no unit, or no systemd")
  void noUnit() {
    UnitCheck none =
        new UnitCheck(Duration.ofSeconds(60), command -> Optional.of("LoadState=not-found\n"));
    UnitCheck elsewhere = new UnitCheck(Duration.ofSeconds(60), command -> Optional.empty());
    assertThat(List.of(none.look(), elsewhere.look()))
        .containsOnly(new Ok("no unit holdfast.service"));
  }

  @Test
  @DisplayName("warns of a clock that was set back")
  void clock() throws IOException {
    Path database = Files.createFile(directory.resolve("holdfast.db"));
    Instant now = Instant.now();
    assertThat(new ClockCheck(database, store(now.plusSeconds(90)), () -> now).look())
        .isInstanceOf(Warn.class)
        .extracting(Finding::what)
        .isEqualTo("the newest entry of the database is 90 s in the future");
    assertThat(new ClockCheck(database, store(now), Instant::now).look()).isInstanceOf(Ok.class);
    Instant off = now.plusSeconds(30);
    assertThat(new ClockCheck(database, store(now), () -> off).look().what())
        .contains("the disk's clock is");
    assertThat(directory)
        .isDirectoryContaining(database::equals)
        .isDirectoryNotContaining("glob:**.clock");
  }

  @Test
  @DisplayName("warns of a limit of files below 4096")
  void openFiles() throws IOException {
    Path limits = directory.resolve("limits");
    Files.writeString(
        limits, "Limit  Soft Limit  Hard\nMax open files            1024   4096 files\n");
    assertThat(new OpenFilesCheck(limits).look()).isInstanceOf(Warn.class);
    Files.writeString(limits, "Max open files            4096   4096 files\n");
    assertThat(new OpenFilesCheck(limits).look()).isEqualTo(new Ok("at most 4096"));
    assertThat(new OpenFilesCheck(directory.resolve("none")).look()).isInstanceOf(Ok.class);
  }

  @Test
  @DisplayName("fails a damaged database with the first thing that is wrong")
  void integrity() throws IOException {
    Path database = Files.createFile(directory.resolve("holdfast.db"));
    assertThat(new IntegrityCheck(database, broken("row 7 missing")).look())
        .isInstanceOf(Fail.class)
        .extracting(Finding::what)
        .isEqualTo("the database is damaged: row 7 missing");
    assertThat(new IntegrityCheck(directory.resolve("none"), broken("x")).look())
        .isInstanceOf(Ok.class);
  }

  @Test
  @DisplayName("does not call a newer program's database damaged")
  void newer() {
    Path database = directory.resolve("holdfast.db");
    Finding finding =
        new IntegrityCheck(database.getParent(), broken("it was written by a newer one")).look();
    assertThat(finding).isInstanceOf(Fail.class);
    assertThat(finding.what()).doesNotContain("damaged");
    assertThat(finding.todo()).startsWith("install that version again");
  }

  @Test
  @DisplayName("says that a process still has the database that was deleted")
  void deleted() throws IOException {
    Path database = directory.resolve("holdfast.db");
    assertThat(new DatabaseCheck(database).look()).isInstanceOf(Ok.class);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("holdfast.db.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      Finding finding = new DatabaseCheck(database).look();
      assertThat(finding).isInstanceOf(Fail.class);
      assertThat(finding.todo()).startsWith("do not stop that process");
    }
  }

  @Test
  @DisplayName("names the process that has the database open, while it has")
  void owner() throws IOException {
    Path database = directory.resolve("holdfast.db");
    Path lock = directory.resolve("holdfast.db.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(new OwnerCheck(database).look().what())
          .contains("process " + ProcessHandle.current().pid() + " has");
    }
    assertThat(new OwnerCheck(database).look().what()).startsWith("no process");
  }

  @Test
  @DisplayName("tells a free port from one that something else has")
  void port() throws IOException {
    int port;
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = other.getLocalPort();
      Thread hangUp =
          new Thread(
              () -> {
                try {
                  while (true) {
                    other.accept().close();
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      hangUp.start();
      assertThat(new PortCheck(new Config.Http("127.0.0.1", port)).look()).isInstanceOf(Fail.class);
    }
    assertThat(new PortCheck(new Config.Http("127.0.0.1", port)).look())
        .isEqualTo(new Ok("127.0.0.1:" + port + " is free"));
    assertThat(new PortCheck(new Config.Http("127.0.0.1", 0)).look()).isInstanceOf(Ok.class);
  }

  @Test
  @DisplayName("looks for a runner's program, and whether it may be run")
  void program() throws IOException {
    Path program = Files.createFile(directory.resolve("agent"));
    assertThat(command("./agent").what()).isEqualTo(program + " is not executable");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(command("./agent")).isEqualTo(new Ok(program + " is there"));
    assertThat(command("agent")).isEqualTo(new Ok(program + " is there"));
    assertThat(command("nothing-of-this-name")).isInstanceOf(Fail.class);
    assertThat(runner("acp", "agent")).isEqualTo(new Ok(program + " is there"));
    assertThat(runner("acp", "nothing-of-this-name")).isInstanceOf(Fail.class);
  }

  @Test
  @DisplayName("connects to a runner's model")
  void model() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertThat(model(port)).isEqualTo(new Ok("127.0.0.1:" + port + " connects"));
    }
    assertThat(model(port)).isInstanceOf(Warn.class);
  }

  @Test
  @DisplayName("warns when no gateway answers")
  void gateway() {
    Reach nowhere = new Reach(URI.create("http://127.0.0.1:1"), Optional.empty(), "");
    assertThat(new GatewayCheck(() -> new AdminClient(nowhere), OptionalLong::empty).look())
        .isEqualTo(new Warn("nothing answers at http://127.0.0.1:1", "start it, if it should run"));
    Finding elsewhere =
        new GatewayCheck(() -> new AdminClient(nowhere), () -> OptionalLong.of(42)).look();
    assertThat(elsewhere.what()).endsWith("but process 42 has the database open");
    assertThat(elsewhere.todo()).contains("the address has changed");
  }

  private static Finding unit(String timeout, String watchdog, String prevent) {
    Shell systemctl = command -> Optional.of(UNIT.formatted(timeout, watchdog, prevent));
    return new UnitCheck(Duration.ofSeconds(60), systemctl).look();
  }

  private Finding command(String program) {
    return runner("command", program);
  }

  private Finding runner(String type, String program) {
    JsonObject settings =
        new JsonObject()
            .put("command", new JsonArray().add(program))
            .put("directory", directory.toString());
    Block block = new Block("tool", type, new Settings(settings));
    return new RunnerCheck(block, "/no/such:" + directory).look();
  }

  private static Finding model(int port) {
    JsonObject settings = new JsonObject().put("base-url", "http://127.0.0.1:" + port + "/v1");
    return new RunnerCheck(new Block("gpt", "openai", new Settings(settings)), "").look();
  }

  private static StoreFiles store(Instant newest) {
    return new Fixed(List.of(), Optional.of(newest));
  }

  private static StoreFiles broken(String what) {
    return new Fixed(List.of(what), Optional.empty());
  }

  private record Fixed(List<String> wrong, Optional<Instant> newest) implements StoreFiles {
    @Override
    public List<String> verify(Path database) {
      return wrong;
    }

    @Override
    public Optional<Instant> newest(Path database) {
      return newest;
    }

    @Override
    public void backup(Path database, Path file) {
      throw new AssertionError("the doctor changes nothing");
    }

    @Override
    public void restore(Path backup, Path database) {
      throw new AssertionError("the doctor changes nothing");
    }
  }
}
