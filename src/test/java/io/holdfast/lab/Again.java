package io.holdfast.lab;

import io.holdfast.lab.world.Chosen;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/lab again}: what a red line of the part {@code points} says to run. */
@Command(
    name = "again",
    sortOptions = false,
    description =
        "Runs one plan of the part points again, and tells all that happens in it if it is red."
            + " Exit code 0: it is green.")
final class Again implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PLAN",
      description = "SCENARIO:POINT#HIT=halt, or =fail, or =delay; several with commas.")
  private String plan = "";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "From which all that is random derives. Default: ${DEFAULT-VALUE}")
  private long seed = Effort.full().seed();

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "How often, at the same time as far as it can be. Default: ${DEFAULT-VALUE}")
  private int times = 1;

  @Option(names = "--show", description = "Tell all that happens when it is green, too.")
  private boolean show;

  @Option(names = "--help", usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    return chosen().tell(show, line -> Lab.say(out, line)) ? 0 : 1;
  }

  private Chosen chosen() {
    try {
      return new Chosen(List.of(plan), seed, times);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), e.getMessage() == null ? plan : e.getMessage(), e);
    }
  }
}
