package io.holdfast.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("The report of the crash lab")
class ReportTest {

  private static final List<Cell> CELLS =
      List.of(
          new Cell("store.claim.before", "halt", 1, 4, 4, 0),
          new Cell("store.claim.after", "halt", 1, 4, 3, 1),
          new Cell("stop-waiting", "halt", 1, 4, 0, 0),
          new Cell("step-effect", "fail", 2, 1_234, 1_200, 0));

  private static final PartReport POINTS =
      new PartReport(
          "points",
          7,
          61,
          Map.of("crashes", 20_103L, "messages", 5L, "lives", 9L),
          CELLS,
          List.of(10L, 30L, 20L),
          List.of("I3 in a `t2` ran before t1"));

  private static final PartReport MUTATIONS =
      new PartReport(
          "mutations",
          1,
          2,
          Map.of("mutations", 2L),
          List.of(
              new Cell("the sync", "I8 in the part power", 1, 1, 1, 0),
              new Cell("the mark", "nobody", 1, 1, 1, 1)),
          List.of(),
          List.of());

  private static Document picture(List<Cell> cells) throws Exception {
    byte[] svg = Matrix.svg(cells).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  /** For each cell of the picture what it says, and what kind its mark is. */
  private static List<String> cells(Document picture) {
    NodeList groups = picture.getElementsByTagName("g");
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      Element mark = (Element) group.getElementsByTagName("*").item(1);
      cells.add(
          group.getElementsByTagName("title").item(0).getTextContent()
              + " = "
              + mark.getAttribute("class"));
    }
    return cells;
  }

  @Test
  @DisplayName("has a line for each part, with what it counted, what was broken and its seed")
  void figures() {
    assertThat(Report.markdown(List.of(MUTATIONS, POINTS)).lines())
        .containsSubsequence(
            "**Broken: 1.**",
            "| part | crashes | messages | broken | seconds | seed |",
            "| points | 20,103 | 5 | **1** | 61 | 7 |",
            "| mutations |  |  | 0 | 2 | 1 |",
            "From a kill until a turn that it cut goes on (points): p50 20 ms, p99 30 ms, of 3.",
            "## What was broken",
            "- points: `I3 in a 't2' ran before t1`",
            "## Points that were never reached",
            "`stop-waiting`",
            "![Each point that was struck, and how](matrix.svg)",
            "| lives | 9 |",
            "| the sync | noticed | I8 in the part power |",
            "| the mark | **missed** | nobody |");
  }

  @Test
  @DisplayName("says so where every promise was kept")
  void green() {
    assertThat(Report.markdown(List.of(MUTATIONS)))
        .contains("Every promise was kept.")
        .doesNotContain("## What was broken", "never reached", "matrix.svg", "p50");
  }

  @Test
  @DisplayName("gives the least time that so many of a hundred do not exceed")
  void percentiles() {
    List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();

    assertThat(Report.percentile(hundred, 50)).isEqualTo(50);
    assertThat(Report.percentile(hundred, 99)).isEqualTo(99);
    assertThat(Report.percentile(List.of(4L), 99)).isEqualTo(4);
  }

  @Test
  @DisplayName("has a picture whose colours follow from what came of each point and action")
  void colours() throws Exception {
    assertThat(cells(picture(CELLS)))
        .contains(
            "store.claim.before, halt, first hit: 4 runs, 4 struck, 0 broken = green",
            "store.claim.after, halt, first hit: 4 runs, 3 struck, 1 broken = red",
            "stop-waiting, halt, first hit: 4 runs, 0 struck, 0 broken = missed",
            "step-effect, fail, hit 2: 1,234 runs, 1,200 struck, 0 broken = green",
            "step-effect, halt, first hit: not tried = none")
        .hasSize(8);
  }

  @Test
  @DisplayName("adds up what several parts did at one point")
  void sums() throws Exception {
    List<Cell> twice = new ArrayList<>(CELLS);
    twice.add(new Cell("store.claim.before", "halt", 1, 6, 6, 2));

    assertThat(cells(picture(twice)))
        .contains("store.claim.before, halt, first hit: 10 runs, 10 struck, 2 broken = red");
  }

  @Test
  @DisplayName("has a picture that tells those who do not see it what it is")
  void accessible() throws Exception {
    Element svg = picture(CELLS).getDocumentElement();

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title desc");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("4 points, struck 1,207 times; 1 runs broke a promise.");
  }

  @Test
  @DisplayName("is the same for the same findings, whatever their order")
  void deterministic() {
    List<Cell> reversed = new ArrayList<>(CELLS);
    java.util.Collections.reverse(reversed);

    assertThat(Matrix.svg(reversed)).isEqualTo(Matrix.svg(CELLS));
    assertThat(Report.markdown(List.of(POINTS, MUTATIONS)))
        .isEqualTo(Report.markdown(List.of(MUTATIONS, POINTS)));
  }

  @Test
  @DisplayName("is written from findings that were saved before")
  void files(@TempDir Path directory) throws Exception {
    Findings.save(directory, MUTATIONS);
    Findings.save(directory, POINTS);
    Report.write(directory, Findings.load(directory));

    assertThat(Findings.load(directory)).containsExactly(POINTS, MUTATIONS);
    assertThat(directory.resolve("report.md"))
        .hasContent(Report.markdown(List.of(POINTS, MUTATIONS)));
    assertThat(Files.readString(directory.resolve("matrix.svg"))).isEqualTo(Matrix.svg(CELLS));
  }

  @Test
  @DisplayName("puts its figures between the marks of a page, and leaves the rest alone")
  void publishes() throws Exception {
    String marked =
        "before\n<!-- made by scripts/lab --publish: begin -->\nold\n"
            + "<!-- made by scripts/lab --publish: end -->\nafter\n";

    assertThat(Publication.between(marked, "new\n")).isEqualTo(marked.replace("old", "new"));
    assertThatThrownBy(() -> Publication.between("no marks", "new"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no marks");
  }
}
