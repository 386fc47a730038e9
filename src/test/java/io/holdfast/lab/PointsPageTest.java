package io.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.failpoint.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page about the lab")
class PointsPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "lab.md");
  private static final String BEGIN = "<!-- made from Point: begin -->\n";
  private static final String END = "\n<!-- made from Point: end -->";

  @Test
  @DisplayName("has every point there is, and the ways to strike there")
  void hasEveryPoint() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String expected = before + table() + after;
    if (Boolean.getBoolean("holdfast.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "%s differs from the points: run mvn test -Dtest=%s -Dholdfast.docs.write=true",
            PAGE, getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("gives no name to two points, and one way at least to strike at each")
  void namesAreUnique() {
    assertThat(Point.all()).extracting(Point::name).doesNotHaveDuplicates();
    assertThat(Point.all()).allMatch(point -> point.strikes().contains(Strike.HALT));
  }

  private static String table() {
    return Point.all().stream()
        .map(PointsPageTest::row)
        .collect(
            Collectors.joining(
                "\n", "\n| point | reached when | ways |\n| --- | --- | --- |\n", "\n"));
  }

  private static String row(Point point) {
    String ways =
        Arrays.stream(Strike.values())
            .filter(point.strikes()::contains)
            .map(way -> way.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "| `" + point.name() + "` | " + point.meaning() + " | " + ways + " |";
  }
}
