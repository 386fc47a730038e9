package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@DisplayName("Loading a file")
class ConfigLoaderTest {

  @TempDir Path directory;

  @Test
  @DisplayName("gives what it says")
  void loads(Vertx vertx) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "http: {port: 4711}");
    Config config = ConfigLoader.load(vertx, Optional.of(file)).await();
    assertThat(config.http().port()).isEqualTo(4711);
  }

  @Test
  @DisplayName("that is none gives the defaults")
  void noFile(Vertx vertx) {
    assertThat(ConfigLoader.load(vertx, Optional.empty()).await()).isEqualTo(Yaml.load(""));
  }

  @Test
  @DisplayName("that is empty gives the defaults")
  void emptyFile(Vertx vertx) throws IOException {
    Path file = Files.createFile(directory.resolve("empty.yaml"));
    assertThat(ConfigLoader.load(vertx, Optional.of(file)).await()).isEqualTo(Yaml.load(""));
  }

  @Test
  @DisplayName("that does not exist, or is a directory, is a fault")
  void notReadable(Vertx vertx) {
    Path missing = directory.resolve("nope.yaml");
    assertThat(faults(vertx, missing))
        .hasToString("[" + missing + ": found no such file, expected a readable file]");
    assertThat(faults(vertx, directory))
        .hasToString(
            "[" + directory + ": found a file that cannot be read, expected a readable file]");
  }

  @Test
  @DisplayName("with a syntax error says the line and the column")
  void syntaxError(Vertx vertx) throws IOException {
    Path file = Files.writeString(directory.resolve("b.yaml"), "http:\n  port: 1\n host: x\n");
    assertThat(faults(vertx, file).get(0).path()).isEqualTo(file + ", line 3, column 2");
  }

  @Test
  @DisplayName("that is not UTF-8 is a fault")
  void notUtf8(Vertx vertx) throws IOException {
    Path file = Files.write(directory.resolve("c.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
    assertThat(faults(vertx, file).get(0).found()).isEqualTo("bytes that are not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http: {port: 1}\n", "http: {prot: 1}", "http: [", "\u0000\u0001", ""})
  @DisplayName("S38: never writes to it, valid or not: the same bytes, the same time, nothing new")
  void neverWrites(String content, Vertx vertx) throws IOException {
    Path file = Files.writeString(directory.resolve("d.yaml"), content);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    ConfigLoader.read(vertx, Schema.builtIn(), Optional.of(file), Map.of())
        .otherwiseEmpty()
        .await();
    assertThat(file).hasContent(content);
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_000_000);
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  private static java.util.List<Fault> faults(Vertx vertx, Path file) {
    return catchThrowableOfType(
            ConfigFaults.class, () -> ConfigLoader.load(vertx, Optional.of(file)).await())
        .faults();
  }
}
