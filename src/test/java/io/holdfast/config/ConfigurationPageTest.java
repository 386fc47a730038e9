package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about the configuration")
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "configuration.md");
  private static final String BEGIN = "<!-- made from schema.json: begin -->\n";
  private static final String END = "\n<!-- made from schema.json: end -->";

  @Test
  @DisplayName("has the tables that the schema gives")
  void followsTheSchema() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String expected = before + ConfigurationTables.markdown() + after;
    if (Boolean.getBoolean("holdfast.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s differs from the schema: run mvn test -Dtest=%s -Dholdfast.docs.write=true",
            PAGE, getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("describes every key that the schema knows")
  void everyKeyIsDescribed() {
    assertDescribed("", Node.root(Schema.read()));
    Node root = Node.root(Schema.read());
    for (String name : root.json().getJsonObject("$defs").fieldNames()) {
      assertDescribed(name + " ", root.definition(name));
    }
  }

  private static void assertDescribed(String path, Node node) {
    node.properties()
        .forEach(
            (key, child) -> {
              if (!child.json().containsKey("const")) {
                assertThat(child.text("description")).as(path + key).isNotBlank();
              }
              assertDescribed(path + key + ".", child);
            });
  }
}
