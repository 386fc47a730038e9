package io.holdfast.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page about connectors and runners of one's own")
class ExtendingPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "extending.md");
  private static final Path EXAMPLES = Path.of("src", "test", "java", "io", "holdfast", "examples");

  /** An adapter is a small thing. */
  private static final int MOST = 150;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"MatrixConnector.java", "WebhookRunner.java"})
  @DisplayName("shows a whole file that the tests compile and run, and that is not long:")
  void shows(String name) throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve(name));
    assertThat(lines).hasSizeLessThanOrEqualTo(MOST);
    String page = Files.readString(PAGE);
    String begin = "<!-- " + name + ": begin -->\n";
    String end = "\n<!-- " + name + ": end -->";
    String before = page.substring(0, page.indexOf(begin) + begin.length());
    String after = page.substring(page.indexOf(end));
    String expected = before + "```java\n" + String.join("\n", lines) + "\n```" + after;
    if (Boolean.getBoolean("holdfast.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s differs from %s: run mvn test -Dtest=%s -Dholdfast.docs.write=true",
            PAGE, name, getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("shows every example")
  void all() throws IOException {
    try (var files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "MatrixConnector.java", "WebhookRunner.java", "package-info.java");
    }
  }
}
