package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The configuration in README.md")
class ReadmeTest {

  private static final Path README = Path.of("README.md");

  @Test
  @DisplayName("is valid, and means what is written beside it")
  void valid() throws IOException {
    Matcher block = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(README));
    assertThat(block.find()).as("a yaml block in %s", README).isTrue();
    Map<String, String> environment = Map.of("WEB_TOKEN", "secret");
    assertThat(Yaml.faults(block.group(1), environment)).isEmpty();
    Config config = Yaml.load(block.group(1), environment).config();
    assertThat(config.connectors()).extracting(Block::id).containsExactly("web");
    assertThat(config.runners()).extracting(Block::id).containsExactly("gpt", "tool");
    assertThat(config.connectors().get(0).settings().text("token")).isEqualTo("secret");
    assertThat(config.routes().rules())
        .extracting(rule -> rule.chat() + " " + rule.route().runner())
        .containsExactly("dev-* tool", "* gpt");
  }
}
