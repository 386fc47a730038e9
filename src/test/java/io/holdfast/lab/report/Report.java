package io.holdfast.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page about what the lab has found, {@code report.md}, and its picture, {@code matrix.svg}.
 * The same findings give the same files.
 */
public final class Report {

  private static final List<String> HEADLINES =
      List.of(
          "kills",
          "disturbances",
          "crashes",
          "runs",
          "messages",
          "effects",
          "lost",
          "doubled",
          "disordered");

  /** The parts whose cells are points. */
  private static final List<String> STRUCK = List.of("points", "processes");

  private final List<PartReport> parts;
  private final StringBuilder page = new StringBuilder();

  private Report(List<PartReport> parts) {
    this.parts =
        parts.stream()
            .sorted(Comparator.comparingInt(part -> Findings.PARTS.indexOf(part.part())))
            .toList();
  }

  /** Writes both into {@code directory}. */
  public static void write(Path directory, List<PartReport> parts) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.md"), markdown(parts));
    Files.writeString(directory.resolve("matrix.svg"), picture(parts));
  }

  /** Points and actions, as SVG. */
  static String picture(List<PartReport> parts) {
    return Matrix.svg(cells(parts));
  }

  /** The table of the parts, and how long it took until what was cut went on. */
  static String figures(List<PartReport> parts) {
    Report report = new Report(parts);
    report.figures();
    report.resumes();
    return report.page.toString().strip() + "\n";
  }

  /** What was taken out of the gateway and what noticed it; empty where that was not tried. */
  static String mutations(List<PartReport> parts) {
    Report report = new Report(parts);
    parts.stream()
        .filter(part -> part.part().equals("mutations") && !part.cells().isEmpty())
        .forEach(report::cases);
    return report.page.toString();
  }

  /** What a reader in a hurry wants to know. */
  static String sentence(List<PartReport> parts) {
    List<Long> resumes = resumesOfProcesses(parts);
    long red = parts.stream().mapToLong(part -> part.red().size()).sum();
    return "The last full run: %s SIGKILLs of the real jar and %s crashes inside one JVM, at %s points; %s messages accepted. %s%s"
        .formatted(
            number(sum(parts, "kills")),
            number(sum(parts, "crashes")),
            number(Matrix.byPoint(cells(parts)).size()),
            number(sum(parts, "messages")),
            red == 0
                ? "Nothing lost, nothing doubled, nothing out of order."
                : "**Promises broken: " + number(red) + ".**",
            resumes.isEmpty()
                ? ""
                : " A task that a kill had cut went on after %s ms (p50; p99 %s ms), the start of the process included."
                    .formatted(number(percentile(resumes, 50)), number(percentile(resumes, 99))));
  }

  private static long sum(List<PartReport> parts, String count) {
    return parts.stream().mapToLong(part -> part.counts().getOrDefault(count, 0L)).sum();
  }

  private static List<Long> resumesOfProcesses(List<PartReport> parts) {
    return parts.stream()
        .filter(part -> part.part().equals("processes"))
        .flatMap(part -> part.resumeMillis().stream())
        .sorted()
        .toList();
  }

  /** The page. */
  static String markdown(List<PartReport> parts) {
    Report report = new Report(parts);
    report.verdict();
    report.figures();
    report.resumes();
    report.red();
    report.unreached();
    report.matrix();
    report.counts();
    return report.page.toString();
  }

  private static List<Cell> cells(List<PartReport> parts) {
    return parts.stream()
        .filter(part -> STRUCK.contains(part.part()))
        .flatMap(part -> part.cells().stream())
        .toList();
  }

  private void verdict() {
    line("# What the crash lab has found");
    line("");
    long red = parts.stream().mapToLong(part -> part.red().size()).sum();
    line(red == 0 ? "Every promise was kept." : "**Broken: " + number(red) + ".**");
    line("");
  }

  private void figures() {
    List<String> columns =
        HEADLINES.stream()
            .filter(what -> parts.stream().anyMatch(part -> part.counts().containsKey(what)))
            .toList();
    line(
        "| part | "
            + columns.stream().map(what -> what + " | ").collect(Collectors.joining())
            + "broken | seconds | seed |");
    line("| --- |" + " ---: |".repeat(columns.size() + 3));
    for (PartReport part : parts) {
      String counts =
          columns.stream()
              .map(what -> Optional.ofNullable(part.counts().get(what)))
              .map(count -> count.map(Report::number).orElse("") + " | ")
              .collect(Collectors.joining());
      line(
          "| %s | %s%s | %s | %d |"
              .formatted(
                  part.part(),
                  counts,
                  bold(part.red().size()),
                  number(part.seconds()),
                  part.seed()));
    }
    line("");
  }

  private void resumes() {
    List<Long> millis =
        parts.stream().flatMap(part -> part.resumeMillis().stream()).sorted().toList();
    if (!millis.isEmpty()) {
      parts.stream()
          .filter(part -> !part.resumeMillis().isEmpty())
          .forEach(part -> resumes(part.part(), part.resumeMillis().stream().sorted().toList()));
      line("");
    }
  }

  private void resumes(String part, List<Long> sorted) {
    line(
        "From a kill until a turn that it cut goes on (%s): p50 %s ms, p99 %s ms, of %s."
            .formatted(
                part,
                number(percentile(sorted, 50)),
                number(percentile(sorted, 99)),
                number(sorted.size())));
  }

  /** The least value that so many of a hundred do not exceed. */
  static long percentile(List<Long> sorted, int percent) {
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.get(Math.max(0, rank - 1));
  }

  private void red() {
    if (parts.stream().allMatch(part -> part.red().isEmpty())) {
      return;
    }
    line("## What was broken");
    line("");
    parts.forEach(
        part -> part.red().forEach(what -> line("- " + part.part() + ": `" + quoted(what) + "`")));
    line("");
  }

  private void unreached() {
    List<String> never =
        Matrix.byPoint(cells(parts)).entrySet().stream()
            .filter(point -> point.getValue().stream().allMatch(cell -> cell.struck() == 0))
            .map(point -> "`" + point.getKey() + "`")
            .toList();
    if (!never.isEmpty()) {
      line("## Points that were never reached");
      line("");
      line(String.join(", ", never));
      line("");
    }
  }

  private void matrix() {
    if (!cells(parts).isEmpty()) {
      line("## Points and actions");
      line("");
      line("![Each point that was struck, and how](matrix.svg)");
      line("");
    }
  }

  private void counts() {
    for (PartReport part : parts) {
      line("## " + part.part().substring(0, 1).toUpperCase(Locale.ROOT) + part.part().substring(1));
      line("");
      line("| what | how many |");
      line("| --- | ---: |");
      new TreeMap<>(part.counts())
          .forEach((what, count) -> line("| " + what + " | " + number(count) + " |"));
      line("");
      if (!STRUCK.contains(part.part()) && !part.cells().isEmpty()) {
        cases(part);
      }
    }
    page.setLength(page.length() - 1);
  }

  private void cases(PartReport part) {
    boolean mutations = part.part().equals("mutations");
    line(mutations ? "| what was removed | verdict | by |" : "| what | how | runs | broken |");
    line(mutations ? "| --- | --- | --- |" : "| --- | --- | ---: | ---: |");
    for (Cell cell : part.cells()) {
      line(
          mutations
              ? "| %s | %s | %s |"
                  .formatted(
                      cell.point(), cell.red() == 0 ? "noticed" : "**missed**", cell.action())
              : "| %s | %s | %s | %s |"
                  .formatted(cell.point(), cell.action(), number(cell.runs()), bold(cell.red())));
    }
    line("");
  }

  private static String bold(long count) {
    return count == 0 ? "0" : "**" + number(count) + "**";
  }

  private static String quoted(String text) {
    return text.replace('`', '\'').replace('\n', ' ');
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
