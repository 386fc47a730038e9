package io.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happened to users of other gateways, as far as it is proven: no proof can be lost. */
class ScenariosTest {

  private static final Path TESTS = Path.of("src", "test", "java");
  private static final int LAST = 45;

  /** Of those that are about links to platforms, the ones that are proven. */
  private static final List<String> OF_CONNECTORS =
      List.of("S46", "S47", "S48", "S49", "S50", "S52", "S53", "S54");

  /** The text of a display name, also of one that is put together. */
  private static final Pattern NAME =
      Pattern.compile("@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)\\)");

  private static final Pattern SCENARIO = Pattern.compile("\\bS\\d\\d\\b");

  static Stream<String> scenarios() {
    Stream<String> core =
        Stream.iterate(1, number -> number + 1).limit(LAST).map("S%02d"::formatted);
    return Stream.concat(core, OF_CONNECTORS.stream());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("each acceptance scenario is named by a test")
  @MethodSource("scenarios")
  void named(String scenario) throws IOException {
    assertThat(named()).contains(scenario);
  }

  private static Set<String> named() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher name = NAME.matcher(Files.readString(file));
        while (name.find()) {
          Matcher scenario = SCENARIO.matcher(name.group(1));
          while (scenario.find()) {
            named.add(scenario.group());
          }
        }
      }
    }
    return named;
  }
}
