package io.holdfast.systemd;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A real systemd in namespaces of its own, over a throw-away overlay of this machine whose network
 * it shares. Ends with {@link #close}, and with this JVM.
 */
final class RealSystemd implements AutoCloseable {

  private static final String SCRIPT = "src/test/systemd/real-systemd";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The script's word for: this machine cannot. */
  private static final int UNFIT = 77;

  /**
   * What a command did.
   *
   * @param out stdout and stderr
   */
  record Result(int code, String out) {}

  private final Path directory;
  private final Process process;

  private RealSystemd(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Boots one. Where that is impossible the test is aborted, and says why.
   *
   * @param directory is {@code /mnt/d} inside
   */
  static RealSystemd boot(Path directory) throws IOException {
    Path log = directory.resolve("boot.log");
    Process process =
        new ProcessBuilder(SCRIPT, directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    RealSystemd systemd = new RealSystemd(directory, process);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || systemd.up());
    if (!process.isAlive()) {
      String said = Files.readString(log).strip();
      if (process.exitValue() == UNFIT) {
        throw new TestAbortedException("no real systemd here: " + said);
      }
      throw new AssertionError("systemd did not boot: " + said);
    }
    return systemd;
  }

  private boolean up() throws IOException, InterruptedException {
    return Files.exists(directory.resolve("pid"))
        && run("systemctl", "is-system-running").out().matches("(?s)(running|degraded)\\s*");
  }

  /** Runs a command inside, as root, and waits for it. */
  Result run(String... command) throws IOException, InterruptedException {
    Process inside = start(command);
    inside.getOutputStream().close();
    String out = new String(inside.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!inside.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + List.of(command));
    }
    return new Result(inside.exitValue(), out);
  }

  /** Runs a command inside, and does not wait. */
  Process start(String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(SCRIPT, "--in", directory.toString()));
    line.addAll(List.of(command));
    return new ProcessBuilder(line).redirectErrorStream(true).start();
  }

  /** Runs a command that must succeed. */
  String must(String... command) throws IOException, InterruptedException {
    Result result = run(command);
    if (result.code() != 0) {
      throw new AssertionError(List.of(command) + " → " + result);
    }
    return result.out();
  }

  /** Where a path of the inside is for this process. */
  Path path(String inside) {
    try {
      String pid = Files.readString(directory.resolve("pid")).strip();
      return Path.of("/proc", pid, "root", inside.substring(1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }
}
