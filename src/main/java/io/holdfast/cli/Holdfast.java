package io.holdfast.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line as a whole. Without a command it runs. */
@Command(
    name = "holdfast",
    description = {
      "A gateway between chat platforms and AI agents.",
      "Stop it however you like: every message it accepted is still answered, in order, once.",
      ""
    },
    synopsisSubcommandLabel = "[run|check]",
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    commandListHeading = "%nCommands (run, if none is given):%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast                         run with config/holdfast.yaml or the defaults",
      "  holdfast run -c holdfast.yaml    run with that file",
      "  holdfast check -c holdfast.yaml  say everything that is wrong with it",
      "  holdfast check --print           show every setting in force, secrets masked",
      "",
      "HOLDFAST_CONFIG names the file where -c does not. HOLDFAST_LOG sets the level of",
      "the log, such as DEBUG; it goes to stderr."
    })
public final class Holdfast implements Callable<Integer> {

  private final RunCommand run;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The configuration. Default: $$HOLDFAST_CONFIG, else config/holdfast.yaml if it exists,"
              + " else the built-in defaults.")
  @Nullable Path config;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  private Holdfast(Boot boot) {
    this.run = new RunCommand(this, boot);
  }

  /** The command line; {@code run} calls {@code boot}. */
  public static CommandLine commandLine(Boot boot) {
    Holdfast holdfast = new Holdfast(boot);
    CommandLine line = new CommandLine(holdfast);
    line.addSubcommand(holdfast.run).addSubcommand(new CheckCommand(holdfast));
    line.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.BAD_CONFIG);
    line.getSubcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().exitCodeOnInvalidInput(ExitCode.BAD_CONFIG));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          LoggerFactory.getLogger(Holdfast.class).error("failed", failure);
          return ExitCode.OTHER;
        });
    return line;
  }

  /** What {@code -c}, the environment and the working directory choose. */
  ConfigChoice choice() {
    return ConfigChoice.of(config, System.getenv(), Path.of(""));
  }

  @Override
  public Integer call() throws InterruptedException {
    return run.call();
  }
}
