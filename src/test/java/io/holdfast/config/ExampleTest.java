package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The example config/holdfast.yaml")
class ExampleTest {

  private static final Path EXAMPLE = Path.of("config", "holdfast.yaml");

  @Test
  @DisplayName("means the same as no file at all")
  void meansTheDefaults() throws IOException {
    assertThat(Yaml.load(Files.readString(EXAMPLE))).isEqualTo(Yaml.load(""));
  }

  @Test
  @DisplayName("is valid with everything in it that is commented out")
  void validWhenUncommented() throws IOException {
    Path key = Path.of("/run/secrets/api-key");
    String everything =
        Files.readString(EXAMPLE)
            .replaceAll(
                "(?m)^( *)# ((admin|tracing|  token|token|origins|chats|heartbeat|hello-timeout"
                    + "|limits|rate|pace|max-turns|turn-timeout|gpt|tool|  [a-z-]+|- \\{connector"
                    + "|double-text|collect-window|max-queue)\\b.*)$",
                "$1$2")
            .replace("${file:" + key + "}", "${env:WEB_TOKEN}");
    Map<String, String> environment = Map.of("WEB_TOKEN", "w", "HOLDFAST_ADMIN_TOKEN", "a");
    assertThat(Yaml.faults(everything, environment)).isEmpty();
    assertThat(Yaml.load(everything, environment).config().runners())
        .extracting(Block::id)
        .containsExactly("demo", "gpt", "tool");
  }
}
