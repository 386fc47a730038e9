package io.holdfast.lab;

import io.holdfast.lab.report.PartReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a run of the lab has found, as a table for whoever waits for it. */
final class Results {

  private Results() {}

  /** A table of all, and whatever is red. */
  static void print(List<PartReport> parts, PrintWriter out) {
    out.println();
    for (PartReport part : parts) {
      String verdict = part.red().isEmpty() ? "green" : part.red().size() + " RED";
      out.printf("%-10s %-8s %5d s%n", part.part(), verdict, part.seconds());
      part.counts().forEach((what, count) -> out.printf("    %,12d  %s%n", count, what));
      if (!part.resumeMillis().isEmpty()) {
        List<Long> sorted = part.resumeMillis().stream().sorted().toList();
        out.printf(
            "    %,12d  ms from a kill to a turn that goes on, p50 (p99 %,d)%n",
            at(sorted, 50), at(sorted, 99));
      }
    }
    String red =
        parts.stream()
            .flatMap(part -> part.red().stream().map(what -> part.part() + ": " + what))
            .collect(Collectors.joining("\n"));
    out.println(red.isEmpty() ? "\nEvery promise was kept." : "\n" + red);
    out.flush();
  }

  private static long at(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() - 1) * percent / 100);
  }
}
