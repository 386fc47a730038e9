package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The example config/nodes.yaml")
class NodesExampleTest {

  private static final Path EXAMPLE = Path.of("config", "nodes.yaml");
  private static final String DATABASE = "postgresql://user@host/db";

  @Test
  @DisplayName("is valid, and means the database that the environment names")
  void valid() throws IOException {
    Config config = Yaml.load(Files.readString(EXAMPLE), Map.of("HOLDFAST_PG", DATABASE)).config();
    assertThat(((Config.Shared) config.database()).uri()).isEqualTo(DATABASE);
  }

  @Test
  @DisplayName("has its port where scripts/nodes puts that of each node")
  void port() throws IOException {
    assertThat(Files.readAllLines(EXAMPLE)).containsOnlyOnce("  port: 8080");
  }
}
