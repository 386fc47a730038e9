package io.holdfast.lab;

import io.holdfast.lab.disk.SickDisks;
import io.holdfast.lab.model.ModelPart;
import io.holdfast.lab.mutation.Mutations;
import io.holdfast.lab.nodes.NodesLoop;
import io.holdfast.lab.power.PowerCuts;
import io.holdfast.lab.process.ProcessLoop;
import io.holdfast.lab.report.Findings;
import io.holdfast.lab.report.PartReport;
import io.holdfast.lab.report.Publication;
import io.holdfast.lab.report.Report;
import io.holdfast.lab.world.Points;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The crash lab's command line, see {@code scripts/lab}. */
@Command(
    name = "scripts/lab",
    sortOptions = false,
    subcommands = Again.class,
    description =
        "Strikes the gateway wherever it can be struck, and has an oracle judge from outside"
            + " what became of its promises. Exit code 0: all of them were kept.")
public final class Lab implements Callable<Integer> {

  /** Where the parts keep what they need, and what is red. */
  public static final Path HOME = Path.of("target", "lab");

  private static final Path README = Path.of("README.md");
  private static final Path PAGE = Path.of("src", "site", "markdown", "lab.md");
  private static final Path PICTURE = Path.of("src", "site", "resources", "lab.svg");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "SIGKILLs of real processes, at least. Default: ${DEFAULT-VALUE}")
  private int kills = Effort.full().kills();

  @Option(
      names = "--crashes",
      paramLabel = "N",
      description = "Crashes inside one JVM, at least. Default: ${DEFAULT-VALUE}")
  private int crashes = Effort.full().crashes();

  @Option(
      names = "--disturbances",
      paramLabel = "N",
      description =
          "Of several nodes that share a database, all kinds of them, at least. Default:"
              + " ${DEFAULT-VALUE}")
  private int disturbances = Effort.full().disturbances();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "From which all that is random derives. Default: ${DEFAULT-VALUE}")
  private long seed = Effort.full().seed();

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "PART",
      description = "Only these: points, processes, nodes, power, disk, mutations, model.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--report",
      description = "Write the report, of every part that has run here, and its picture.")
  private boolean report;

  @Option(
      names = "--publish",
      description = "Put the figures of every part that has run here into the README and the page.")
  private boolean publish;

  @Option(names = "--help", usageHelp = true, description = "Show this and end.")
  private boolean help;

  /** Every part, in the order in which they run. */
  public static List<Part> parts() {
    return List.of(
        new Points(),
        new ProcessLoop(HOME.resolve("processes")),
        new NodesLoop(HOME.resolve("nodes")),
        new PowerCuts(),
        new SickDisks(),
        new Mutations(),
        new ModelPart());
  }

  /** Runs it and ends the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Lab()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Part> chosen = chosen();
    Effort effort = new Effort(seed, crashes, kills, disturbances);
    PrintWriter out = spec.commandLine().getOut();
    List<PartReport> reports = new ArrayList<>();
    for (Part part : chosen) {
      reports.add(part.run(effort, line -> say(out, part.name() + ": " + line)));
      Findings.save(HOME, reports.get(reports.size() - 1));
    }
    Results.print(reports, out);
    if (report) {
      Report.write(HOME, Findings.load(HOME));
      say(out, "The report is " + HOME.resolve("report.md"));
    }
    if (publish) {
      Publication.write(README, PAGE, PICTURE, Findings.load(HOME));
    }
    return reports.stream().allMatch(part -> part.red().isEmpty()) ? 0 : 1;
  }

  private List<Part> chosen() {
    List<String> known = parts().stream().map(Part::name).toList();
    for (String name : only) {
      if (!known.contains(name)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "no part " + name + "; there are " + String.join(", ", known));
      }
    }
    return parts().stream().filter(part -> only.isEmpty() || only.contains(part.name())).toList();
  }

  static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
