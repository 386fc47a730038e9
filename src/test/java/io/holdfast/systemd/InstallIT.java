package io.holdfast.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("scripts/install")
class InstallIT {

  @TempDir Path root;
  private Path lib;
  private Path configuration;

  @BeforeEach
  void prepare() {
    lib = root.resolve("usr/local/lib/holdfast");
    configuration = root.resolve("etc/holdfast/holdfast.yaml");
  }

  @Test
  @DisplayName("puts program, unit, example and a made-up admin token in place")
  void installs() throws Exception {
    assertThat(install()).contains("installed holdfast-").contains("systemctl enable --now");
    assertThat(lib.resolve("holdfast.jar")).isSymbolicLink().isRegularFile();
    assertThat(root.resolve("usr/local/bin/holdfast")).isExecutable();
    assertThat(root.resolve("etc/systemd/system/holdfast.service")).isRegularFile();
    assertThat(configuration).content().contains("sqlite: /var/lib/holdfast/holdfast.db");
    Path token = root.resolve("etc/holdfast/credentials/admin-token");
    assertThat(Files.readString(token)).hasSizeGreaterThanOrEqualTo(43);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("changes nothing the second time")
  void twice() throws Exception {
    install();
    Map<String, String> first = files();
    install();
    assertThat(files()).isEqualTo(first);
  }

  @Test
  @DisplayName("keeps the version before beside the new one, and the configuration as it is")
  void upgrades() throws Exception {
    install();
    String before = Files.readSymbolicLink(lib.resolve("holdfast.jar")).toString();
    Files.writeString(configuration, "http: {port: 1}\n");
    // Still a jar: what comes before the first entry is nobody's.
    Path newer = Files.write(root.resolve("newer.jar"), new byte[] {'#', '\n'});
    Files.write(newer, Files.readAllBytes(jar()), StandardOpenOption.APPEND);
    assertThat(install("--jar", newer.toString()))
        .contains("to roll back: ln -sfn " + before + " /usr/local/lib/holdfast/holdfast.jar");
    assertThat(lib.resolve("holdfast.jar")).hasSameBinaryContentAs(newer);
    assertThat(lib.resolve(before)).hasSameBinaryContentAs(jar());
    assertThat(configuration).hasContent("http: {port: 1}\n");
  }

  @Test
  @DisplayName("goes below a prefix, and the unit with it")
  void prefix() throws Exception {
    install("--prefix", "/opt/holdfast");
    assertThat(root.resolve("opt/holdfast/bin/holdfast"))
        .content()
        .contains(" -jar /opt/holdfast/lib/holdfast/holdfast.jar ");
    assertThat(root.resolve("etc/systemd/system/holdfast.service"))
        .content()
        .contains("ExecStart=/opt/holdfast/bin/holdfast run ");
  }

  @Test
  @DisplayName("takes away what it installed, keeps configuration, secrets and data, and says so")
  void uninstalls() throws Exception {
    install();
    Path data = Files.createDirectories(root.resolve("var/lib/holdfast")).resolve("holdfast.db");
    Files.writeString(data, "data");
    assertThat(install("--uninstall")).contains("kept configuration").contains("the data in");
    assertThat(files().keySet())
        .containsExactly(
            "etc/holdfast/credentials/admin-token",
            "etc/holdfast/holdfast.yaml",
            "var/lib/holdfast/holdfast.db");
    assertThat(install("--uninstall")).contains("kept configuration");
  }

  @Test
  @DisplayName("refuses what it does not know, and a prefix that is none, and changes nothing")
  void refuses() throws Exception {
    assertThat(run(1, List.of("--frobnicate"), root.toString())).contains("unknown argument");
    assertThat(run(1, List.of("--prefix", "a b"), root.toString())).contains("--prefix wants");
    assertThat(files()).isEmpty();
  }

  @Test
  @DisplayName("refuses politely who is not root")
  void notRoot() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "to become nobody, one must be root");
    Process process =
        new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "bash", "-s", "--")
            .redirectInput(Path.of("scripts/install").toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(text(process)).contains("only root may install").contains("sudo");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private String install(String... arguments) throws Exception {
    Stream<String> given =
        List.of(arguments).contains("--jar")
            ? Stream.empty()
            : Stream.of("--jar", jar().toString());
    return run(0, Stream.concat(Stream.of(arguments), given).toList(), root.toString());
  }

  private static String run(int code, List<String> arguments, String destination) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of("scripts/install"), arguments.stream()).toList());
    builder.environment().put("DESTDIR", destination);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    String out = text(process);
    assertThat(process.waitFor()).as(out).isEqualTo(code);
    return out;
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Path jar() {
    return Path.of(System.getProperty("holdfast.jar"));
  }

  /** Every file below the root, with its size and what kind it is. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> !Files.isDirectory(path)).toList()) {
        files.put(
            root.relativize(file).toString(),
            Files.isSymbolicLink(file)
                ? Files.readSymbolicLink(file).toString()
                : Long.toString(Files.size(file)));
      }
    }
    return files;
  }
}
