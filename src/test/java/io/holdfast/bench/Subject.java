package io.holdfast.bench;

import io.holdfast.jar.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The gateway that is measured: the real jar, in a directory and a process of its own. */
final class Subject implements AutoCloseable {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path directory;
  private final int port;
  private final Process process;
  private final double readyMillis;

  private Subject(Path directory, int port, Process process, double readyMillis) {
    this.directory = directory;
    this.port = port;
    this.process = process;
    this.readyMillis = readyMillis;
  }

  /** Starts one with these {@code runners}, as YAML, and waits until it is ready. */
  static Subject start(String runners) throws IOException {
    return start("store: {sqlite: holdfast.db}", runners);
  }

  /** The same on another {@code store}, a line of YAML. */
  static Subject start(String store, String runners) throws IOException {
    Path directory = Files.createTempDirectory("holdfast-bench");
    int port = Ports.free();
    Path config = directory.resolve("holdfast.yaml");
    Files.writeString(
        config,
        "http: {host: 127.0.0.1, port: "
            + port
            + "}\n"
            + store
            + "\ndrain-timeout: 2s\nrunners:\n  "
            + runners
            + "\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("bench.jvm", "").strip().split("\\s+")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-jar", System.getProperty("holdfast.jar"), "run", "-c"));
    command.add(config.toString());
    long begin = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().remove("HOLDFAST_LOG");
    Process process = builder.start();
    while (!ready(port)) {
      if (!process.isAlive() || System.nanoTime() - begin > PATIENCE) {
        throw new IOException("not ready: " + Files.readString(directory.resolve("log")));
      }
      LockSupport.parkNanos(LOOK);
    }
    return new Subject(directory, port, process, (System.nanoTime() - begin) / 1e6);
  }

  private static boolean ready(int port) {
    try {
      URI url = URI.create("http://127.0.0.1:" + port + "/health/ready");
      HttpURLConnection request = (HttpURLConnection) url.toURL().openConnection();
      return request.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** From the start of the process until it said that it is ready. */
  double readyMillis() {
    return readyMillis;
  }

  /** A sample of {@code /metrics} by its full name; 0 when there is none. */
  double metric(String name) throws IOException {
    URI url = URI.create("http://127.0.0.1:" + port + "/metrics");
    String page = new String(url.toURL().openStream().readAllBytes());
    return page.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The processor time that it has used. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory, in megabytes of 1,024 × 1,024 bytes. */
  double residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  /** Ends it by SIGKILL. */
  void kill() throws IOException {
    process.destroyForcibly().onExit().join();
    tidy();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
    kill();
  }

  private void tidy() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Subject::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      System.err.println("bench: left behind " + file);
    }
  }
}
