package io.holdfast.jar;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real jar in a process of its own, on one directory through any number of lives. Each life
 * logs to a file of its own; a signal is sent by the operating system.
 */
public final class RealGateway {

  /** 128 + 9: what the shell and the JVM's parent see of a process that SIGKILL ended. */
  public static final int KILLED = 137;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final List<String> jvm;
  private final List<String> program;
  private final int port = Ports.free();
  private final List<Process> lives = new ArrayList<>();

  /** A gateway in {@code directory}; {@code yaml} follows the http block of its configuration. */
  public RealGateway(Path directory, String yaml) throws IOException {
    this(directory, yaml, QuickStart.options());
  }

  /** As above, with options for the JVM. */
  public RealGateway(Path directory, String yaml, List<String> jvm) throws IOException {
    this(directory, yaml, jvm, "");
  }

  /**
   * As above, of a program that is changed.
   *
   * @param classes the directory of those that take the place of the jar's; empty for the jar alone
   */
  public RealGateway(Path directory, String yaml, List<String> jvm, String classes)
      throws IOException {
    String jar = System.getProperty("holdfast.jar");
    this.directory = directory;
    this.jvm = List.copyOf(jvm);
    this.program =
        classes.isEmpty()
            ? List.of("-jar", jar)
            : List.of("-cp", classes + File.pathSeparator + jar, "io.holdfast.Main");
    configure(yaml);
  }

  /** Writes its configuration; {@code yaml} follows the http block. */
  public void configure(String yaml) throws IOException {
    Path part = directory.resolve("holdfast.yaml.part");
    Files.writeString(part, "http: {host: 127.0.0.1, port: " + port + "}\n" + yaml);
    Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Its configuration file. */
  public Path file() {
    return directory.resolve("holdfast.yaml");
  }

  /** Starts the next life and waits until it is ready. */
  public RealGateway start() throws IOException {
    return start("");
  }

  /** The same with a point armed, at which it is struck only once it is ready. */
  public RealGateway start(String failpoint) throws IOException {
    launch(failpoint);
    awaitReady();
    return this;
  }

  /** Starts the next life with a point armed, and does not wait: it may never be ready. */
  public void launch(String failpoint) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    if (!failpoint.isEmpty()) {
      command.add("-Dholdfast.failpoint=" + failpoint);
    }
    command.addAll(program);
    command.addAll(List.of("run", "-c", file().toString()));
    lives.add(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(lives.size() + 1).toFile())
            .start());
  }

  private void awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::hasEnded)
        .until(this::isReady);
  }

  /** Whether the current life has said that it is ready. */
  public boolean isReady() {
    return log().contains("ready url=");
  }

  /** Whether the current life still runs. */
  public boolean isAlive() {
    return process().isAlive();
  }

  /** How many lives it has had, the current one included. */
  public int lives() {
    return lives.size();
  }

  private void hasEnded() {
    if (!isAlive() && !isReady()) {
      throw new AssertionError("the gateway ended: " + log());
    }
  }

  public int port() {
    return port;
  }

  /** What the current life has logged. */
  public String log() {
    try {
      return Files.readString(log(lives.size()));
    } catch (IOException e) {
      return "";
    }
  }

  /** One value out of its database. */
  public String query(String sql) {
    List<String> values = new ArrayList<>();
    rows(sql, row -> values.add(row.getString(1)));
    return values.get(0);
  }

  /** Every row that its database gives to a question; beside it, or after its end. */
  public void rows(String sql, RowReader reader) {
    String url = "jdbc:sqlite:" + directory.resolve("holdfast.db") + "?busy_timeout=60000";
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes one row. */
  public interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private Path log(int life) {
    return directory.resolve("life-" + life + ".log");
  }

  /** What its lives have left in their temporary directory. */
  public List<Path> leftInTemporaryDirectory() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
      return files.toList();
    }
  }

  /** SIGKILL, and waits for the end. */
  public void kill() throws InterruptedException {
    process().destroyForcibly();
    awaitEnd();
  }

  /** Has the operating system send a signal. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process().pid())).start().waitFor();
  }

  /** Waits for the process to end and gives its exit code. */
  public int awaitEnd() throws InterruptedException {
    if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the gateway did not end: " + log());
    }
    return process().exitValue();
  }

  /** Ends whatever still runs; for the end of a test. */
  public void destroy() {
    lives.forEach(Process::destroyForcibly);
  }

  private Process process() {
    return lives.get(lives.size() - 1);
  }
}
