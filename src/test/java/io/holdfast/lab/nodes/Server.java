package io.holdfast.lab.nodes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of our own, which may be struck: it syncs as one that is in use does. Its binaries
 * are the embedded ones; {@code pg_ctl} is among them.
 */
final class Server implements AutoCloseable {

  private static final long PATIENCE = 60;

  private final EmbeddedPostgres postgres;
  private final Path control;
  private final Path data;
  private final Path log;

  private Server(EmbeddedPostgres postgres, Path control, Path data, Path log) {
    this.postgres = postgres;
    this.control = control;
    this.data = data;
    this.log = log;
  }

  /** Makes one in {@code directory}, which is absolute and empty, and starts it. */
  static Server start(Path directory) throws IOException, InterruptedException {
    Path data = directory.resolve("data");
    EmbeddedPostgres postgres =
        io.holdfast.store.postgres.Server.binaries().setDataDirectory(data).start();
    Server server = new Server(postgres, pgCtl(data), data, directory.resolve("postgres.log"));
    // They start it with their own idea of durability.
    server.stop();
    server.start();
    return server;
  }

  /** Beside the program that the server was started with, which it has noted. */
  private static Path pgCtl(Path data) throws IOException {
    String command = Files.readString(data.resolve("postmaster.opts"));
    return Path.of(command.substring(0, command.indexOf(' '))).resolveSibling("pg_ctl");
  }

  int port() {
    return postgres.getPort();
  }

  /** As JDBC has it. */
  String jdbc(String schema) {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres&currentSchema=%s&socketTimeout=20"
        .formatted(port(), schema);
  }

  /** {@code pg_ctl stop -m immediate}: it is gone as by a SIGKILL, and recovers at its start. */
  void stop() throws IOException, InterruptedException {
    control("stop", "-m", "immediate");
  }

  void start() throws IOException, InterruptedException {
    String options =
        "-p %d -c fsync=on -c full_page_writes=on -c synchronous_commit=on -c listen_addresses=127.0.0.1"
                .formatted(port())
            + " -c unix_socket_directories=";
    control("start", "-l", log.toString(), "-o", options);
  }

  private void control(String what, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It does not run as root, and takes nobody in a namespace of his own for somebody else.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(control.toString(), what, "-w", "-s", "-D", data.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("pg_ctl cannot " + what + " the server, see " + log);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
