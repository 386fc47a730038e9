package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of the documentation")
class DocumentationTest {

  private static final Path PAGES = Path.of("src", "site", "markdown");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test|Contract))`");
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^):#]+)[^)]*\\)");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return Stream.concat(Stream.of(Path.of("README.md")), pages.toList().stream());
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("each page names only tests that exist as proofs")
  @MethodSource("pages")
  void tests(Path page) throws IOException {
    assertThat(found(TEST, page)).isSubsetOf(testClasses());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("each page links only to files that exist")
  @MethodSource("pages")
  void links(Path page) throws IOException {
    assertThat(found(LINK, page))
        .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
  }

  private static Set<String> found(Pattern pattern, Path page) throws IOException {
    return pattern
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> testClasses() {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
