package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The command line")
class CommandLineTest {

  @TempDir Path directory;

  private final List<Config> booted = new ArrayList<>();
  private final StringWriter out = new StringWriter();

  @Test
  @DisplayName("runs the gateway with the file and exits as the gateway says")
  void runs() throws IOException {
    assertThat(execute("run", "-c", file("http: {port: 4711}"))).isEqualTo(ExitCode.RESTART);
    assertThat(booted).extracting(config -> config.http().port()).containsExactly(4711);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c FILE", "-c FILE run", "run --config FILE", "--config=FILE"})
  @DisplayName("takes the file before or after the command, and runs without one")
  void runIsTheDefault(String line) throws IOException {
    String[] args = line.replace("FILE", file("http: {port: 4712}")).split(" ");
    assertThat(execute(args)).isEqualTo(ExitCode.RESTART);
    assertThat(booted).extracting(config -> config.http().port()).containsExactly(4712);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check"})
  @DisplayName("exits with 78 on a configuration that is not valid, and starts nothing")
  void badConfiguration(String command) throws IOException {
    assertThat(execute(command, "-c", file("http: {prot: 1}"))).isEqualTo(78);
    assertThat(execute(command, "-c", directory.resolve("nope").toString())).isEqualTo(78);
    assertThat(booted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chek", "run --prot 1", "check extra"})
  @DisplayName("exits with 78 when it is not understood, since starting again does not help")
  void notUnderstood(String line) {
    assertThat(execute(line.split(" "))).isEqualTo(78);
  }

  @Test
  @DisplayName("exits with 1 when the gateway fails")
  void gatewayFails() throws IOException {
    CommandLine failing =
        Holdfast.commandLine(
            (config, file) -> {
              throw new IllegalStateException("deliberately");
            });
    assertThat(failing.execute("run", "-c", file(""))).isEqualTo(1);
  }

  @Test
  @DisplayName("checks a valid file and says what it sets up")
  void checksValid() throws IOException {
    String file =
        file(
            """
            runners: {demo: {type: demo}, tool: {type: command, command: [x]}}
            routes: [{connector: web, chat: "dev-*", runner: tool}, {runner: demo}]
            """);
    assertThat(execute("check", "-c", file)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            file + ": ok",
            "connectors: web (websocket)",
            "runners: demo (demo), tool (command)",
            "routes: web/dev-* -> tool, */* -> demo");
    assertThat(booted).isEmpty();
  }

  @Test
  @DisplayName("checks a file and says every fault at once")
  void checksInvalid() throws IOException {
    String file = file("{htp: {}, http: {port: x}}");
    execute("check", "-c", file);
    assertThat(out.toString().lines())
        .hasSize(3)
        .startsWith(file + ": 2 faults")
        .anyMatch(line -> line.startsWith("http.port: found"))
        .anyMatch(line -> line.endsWith("did you mean `http`?"));
  }

  @Test
  @DisplayName("prints the settings in force with the secrets masked")
  void prints() throws IOException {
    execute("check", "--print", "-c", file("admin: {token: hunter2}"));
    assertThat(out.toString())
        .contains("token: '***'", "drain-timeout: 60s")
        .doesNotContain("hunter2");
  }

  @Test
  @DisplayName("says its version")
  void version() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("holdfast \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "run --help", "check --help"})
  @DisplayName("helps, and starts nothing")
  void help(String line) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: holdfast", "--config=FILE");
    assertThat(booted).isEmpty();
  }

  @Test
  @DisplayName("helps with examples and the exit codes")
  void helpExplains() {
    execute("--help");
    assertThat(out.toString())
        .contains("Examples:", "holdfast check -c holdfast.yaml", "HOLDFAST_LOG")
        .containsSubsequence("Exit codes:", "\n   0 ", "\n   1 ", "\n  70 ", "\n  75 ", "\n  78 ");
  }

  private int execute(String... args) {
    CommandLine line =
        Holdfast.commandLine(
            (setup, file) -> {
              booted.add(setup.loaded().config());
              return ExitCode.RESTART;
            });
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out)).execute(args);
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("holdfast.yaml"), content).toString();
  }
}
