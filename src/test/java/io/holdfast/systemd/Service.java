package io.holdfast.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.jar.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Holdfast as scripts/install leaves it, in a {@link RealSystemd}; each test gets it like new. */
final class Service {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DROP_INS = "/etc/systemd/system/holdfast.service.d";
  private static final String CURSOR = "-- cursor: ";

  private final RealSystemd systemd;
  private final int port;
  private String cursor = "";

  private Service(RealSystemd systemd, int port) {
    this.systemd = systemd;
    this.port = port;
  }

  /**
   * Runs scripts/install, outside: it need not see the inside's files, nor the inside the build.
   *
   * @param directory the one that is {@code /mnt/d} inside
   */
  static Service install(RealSystemd systemd, Path directory) throws Exception {
    ProcessBuilder install =
        new ProcessBuilder("scripts/install", "--jar", System.getProperty("holdfast.jar"));
    install.environment().put("DESTDIR", directory.resolve("stage").toString());
    install.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = install.inheritIO().start();
    assertThat(process.waitFor()).isZero();
    systemd.must("cp", "-a", "/mnt/d/stage/.", "/");
    systemd.must("cp", "-a", "/etc/holdfast", "/etc/holdfast.new");
    return new Service(systemd, Ports.free());
  }

  int port() {
    return port;
  }

  /** Stops it, and takes away its data and every change to its configuration and unit. */
  void renew() throws Exception {
    // Fails where it does not run, which is as well.
    systemd.run("systemctl", "kill", "--signal=KILL", "holdfast");
    systemd.run("systemctl", "stop", "holdfast");
    systemd.run("systemctl", "reset-failed", "holdfast");
    String end = systemd.must("journalctl", "-n", "1", "-o", "cat", "--show-cursor");
    cursor = end.substring(end.indexOf(CURSOR) + CURSOR.length()).strip();
    systemd.must("sh", "-c", "rm -rf /var/lib/private/holdfast " + DROP_INS + " /etc/holdfast");
    systemd.must("cp", "-a", "/etc/holdfast.new", "/etc/holdfast");
    systemd.must("systemctl", "daemon-reload");
  }

  /** Writes its configuration; the http and store blocks are given. */
  void configure(String yaml) throws IOException {
    Files.writeString(
        systemd.path("/etc/holdfast/holdfast.yaml"),
        "http: {host: 127.0.0.1, port: "
            + port
            + "}\nstore: {sqlite: /var/lib/holdfast/holdfast.db}\n"
            + yaml);
  }

  /** Changes its unit as {@code systemctl edit} does. */
  void edit(String name, String settings) throws Exception {
    Files.createDirectories(systemd.path(DROP_INS));
    Files.writeString(
        systemd.path(DROP_INS).resolve(name + ".conf"), "[Service]\n" + settings + "\n");
    systemd.must("systemctl", "daemon-reload");
  }

  /** Takes back an {@link #edit}; what runs keeps what it was started with. */
  void unedit(String name) throws Exception {
    Files.delete(systemd.path(DROP_INS).resolve(name + ".conf"));
    systemd.must("systemctl", "daemon-reload");
  }

  void start() throws Exception {
    RealSystemd.Result started = systemd.run("systemctl", "start", "holdfast");
    assertThat(started.code()).as(() -> journal()).isZero();
  }

  /** A property of the unit. */
  String show(String property) {
    try {
      return systemd.must("systemctl", "show", "--value", "-p", property, "holdfast").strip();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void awaitShown(String property, String value) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(show(property)).as(property).isEqualTo(value));
  }

  /** What its journal says: its own lines, and what systemd says about it. */
  String journal() {
    return journal("cat");
  }

  String journal(String format) {
    try {
      systemd.must("journalctl", "--sync");
      return systemd.must(
          "journalctl", "--no-pager", "-u", "holdfast", "-o", format, "--after-cursor", cursor);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy of its database: SQLite cannot open the one of another mount namespace. */
  Path database(Path directory) throws IOException {
    Path inside = systemd.path("/var/lib/private/holdfast");
    for (String file : List.of("holdfast.db", "holdfast.db-wal")) {
      if (Files.exists(inside.resolve(file))) {
        Files.copy(
            inside.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return directory.resolve("holdfast.db");
  }
}
