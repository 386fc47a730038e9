package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The jar as a process of its own")
class JarIT {

  @TempDir Path directory;

  @Test
  @DisplayName("S33: exits with 78 on a bad configuration, so that a service manager stops trying")
  void badConfiguration() throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "runners: {}\nhttp: {prot: 1}");
    Result result = java(Map.of(), "run", "-c", file.toString());
    assertThat(result.code).isEqualTo(78);
    assertThat(result.err)
        .contains("configuration fault runners: found an empty block")
        .contains("configuration fault http.prot: found an unknown key")
        .contains("configuration not valid file=" + file + " faults=2");
  }

  @Test
  @DisplayName("checks, with nothing on stderr and the answer on stdout")
  void checks() throws Exception {
    Path file = Files.writeString(directory.resolve("good.yaml"), "admin: {token: \"${env:T}\"}");
    Result result = java(Map.of("T", "secret"), "check", "-c", file.toString());
    assertThat(result.err).isEmpty();
    assertThat(result.out).startsWith(file + ": ok\n");
    assertThat(result.code).isZero();
  }

  @Test
  @DisplayName("logs what HOLDFAST_LOG allows")
  void logLevel() throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "a: 1");
    Result quiet = java(Map.of("HOLDFAST_LOG", "ERROR"), "run", "-c", file.toString());
    assertThat(quiet.err.lines()).isNotEmpty().allMatch(line -> line.contains("Z ERROR "));
  }

  private Result java(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-jar", System.getProperty("holdfast.jar")));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private record Result(int code, String out, String err) {}
}
