package io.holdfast.lab.power;

import io.holdfast.jar.Ports;
import io.holdfast.jar.QuickStart;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The real jar in one directory, through any number of lives, each of them a command that something
 * else stands in front of: strace, or what gives it a disk of its own. Its database is {@code
 * data/holdfast.db}. Ends with the process that made it.
 */
public final class Patient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path directory;
  private final String classPath;
  private final int port;
  private final List<Process> lives = new ArrayList<>();
  private final Thread end = new Thread(this::destroy);

  /**
   * One that has not begun.
   *
   * @param before what comes before the jar on its class path; empty for nothing
   * @param runner its runner, as YAML
   */
  public Patient(Path directory, String before, String runner) throws IOException {
    this.directory = directory;
    this.classPath = (before.isEmpty() ? "" : before + ":") + jar();
    this.port = Ports.free();
    Files.writeString(
        config(),
        """
        http: {host: 127.0.0.1, port: %d}
        store: {sqlite: "%s"}
        drain-timeout: 3s
        runners:
          demo: %s
        """
            .formatted(port, database(), runner));
    Runtime.getRuntime().addShutdownHook(end);
  }

  private static String jar() {
    return System.getProperty("holdfast.jar", Path.of("target/holdfast.jar").toAbsolutePath() + "");
  }

  private Path config() {
    return directory.resolve("holdfast.yaml");
  }

  /** Where its database is. */
  public Path database() {
    return directory.resolve("data/holdfast.db");
  }

  public int port() {
    return port;
  }

  /** Begins the next life and waits until it is ready. */
  public void start(List<String> prefix) throws IOException {
    begin(prefix);
    await("ready", () -> !process().isAlive() || log().contains("ready url="));
    if (!process().isAlive()) {
      throw new IOException("it ended: " + log());
    }
  }

  /** Begins the next life and does not wait. */
  public void begin(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QuickStart.options());
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    command.addAll(List.of("-cp", classPath, "io.holdfast.Main", "run", "-c", config() + ""));
    lives.add(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("life-" + (lives.size() + 1) + ".log").toFile())
            .start());
  }

  /** What {@code /health/ready} answers; 0 when nobody does. */
  public int health() {
    try {
      URI url = URI.create("http://127.0.0.1:" + port + "/health/ready");
      HttpURLConnection request = (HttpURLConnection) url.toURL().openConnection();
      request.setConnectTimeout((int) PATIENCE.toMillis());
      request.setReadTimeout((int) PATIENCE.toMillis());
      return request.getResponseCode();
    } catch (IOException nobody) {
      return 0;
    }
  }

  /** Waits until it is so; fails with {@link IllegalStateException} when that takes a minute. */
  public void await(String what, BooleanSupplier so) {
    long begin = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new IllegalStateException("not " + what + ": " + log());
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  /** What its current life has logged. */
  public String log() {
    try {
      return Files.readString(directory.resolve("life-" + lives.size() + ".log"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether its current life goes on. */
  public boolean alive() {
    return !lives.isEmpty() && process().isAlive();
  }

  /** Ends its current life by SIGKILL, or asks it to stop; waits for the end. */
  public void end(boolean kill) throws InterruptedException {
    for (ProcessHandle each : family(process())) {
      if (each.info().command().orElse("").endsWith("java")) {
        if (kill) {
          each.destroyForcibly();
        } else {
          each.destroy();
        }
      }
    }
    if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end: " + log());
    }
  }

  private static List<ProcessHandle> family(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  private void destroy() {
    for (Process life : lives) {
      if (life.isAlive()) {
        family(life).forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Override
  public void close() {
    destroy();
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private Process process() {
    return lives.get(lives.size() - 1);
  }
}
