package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The configuration that is taken")
class ConfigChoiceTest {

  private static final Path USUAL = Path.of("config", "holdfast.yaml");
  private static final Map<String, String> VARIABLE = Map.of("HOLDFAST_CONFIG", "from-env.yaml");

  @TempDir Path directory;

  @BeforeEach
  void usualFile() throws IOException {
    Files.createDirectory(directory.resolve("config"));
    Files.createFile(directory.resolve(USUAL));
  }

  @Test
  @DisplayName("is the option's before all others")
  void option() {
    assertThat(ConfigChoice.of(Path.of("option.yaml"), VARIABLE, directory).file())
        .contains(Path.of("option.yaml"));
  }

  @Test
  @DisplayName("is the variable's before the usual one")
  void variable() {
    assertThat(ConfigChoice.of(null, VARIABLE, directory).file())
        .contains(Path.of("from-env.yaml"));
  }

  @Test
  @DisplayName("is the usual one when nothing is said, also when the variable is empty")
  void usual() {
    assertThat(ConfigChoice.of(null, Map.of("HOLDFAST_CONFIG", ""), directory).file())
        .contains(USUAL);
  }

  @Test
  @DisplayName("is the built-in one where there is no file")
  void builtIn() throws IOException {
    Files.delete(directory.resolve(USUAL));
    ConfigChoice choice = ConfigChoice.of(null, Map.of(), directory);
    assertThat(choice.file()).isEqualTo(Optional.empty());
    assertThat(choice).hasToString("built-in defaults");
  }
}
