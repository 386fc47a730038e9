package io.holdfast.cli;

import io.holdfast.gateway.Kinds;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
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
    synopsisSubcommandLabel = "[COMMAND]",
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    commandListHeading = "%nCommands (run, if none is given):%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast                         run with config/holdfast.yaml or the defaults",
      "  holdfast run -c holdfast.yaml    run with that file",
      "  holdfast check -c holdfast.yaml  say everything that is wrong with it",
      "  holdfast status                  how is the gateway doing?",
      "  holdfast trace MESSAGE-ID        what became of a message?",
      "  holdfast doctor                  is anything wrong with this machine?",
      "  source <(holdfast completion)    complete commands and options in bash and zsh",
      "",
      "Every command has --help. HOLDFAST_CONFIG names the file where -c does not,",
      "HOLDFAST_URL and HOLDFAST_ADMIN_TOKEN the gateway where the file does not.",
      "HOLDFAST_LOG sets the level of the log, such as DEBUG; it goes to stderr."
    })
public final class Holdfast implements Callable<Integer> {

  private final Boot boot;
  private final RunCommand run;
  private final Surroundings surroundings;

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

  private Holdfast(Boot boot, Surroundings surroundings) {
    this.boot = boot;
    this.run = new RunCommand(this, boot);
    this.surroundings = surroundings;
  }

  /** The command line; {@code run} calls {@code boot}. */
  public static CommandLine commandLine(Boot boot) {
    return commandLine(boot, Surroundings.ofProcess());
  }

  static CommandLine commandLine(Boot boot, Surroundings surroundings) {
    Holdfast holdfast = new Holdfast(boot, surroundings);
    CommandLine line = new CommandLine(holdfast);
    line.addSubcommand(holdfast.run).addSubcommand(new CheckCommand(holdfast));
    Commands.add(line, holdfast);
    line.addSubcommand(new MigrateCommand(holdfast));
    line.addSubcommand(new CompletionCommand());
    line.setColorScheme(colours(surroundings));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
    Commands.dress(line);
    line.setExecutionExceptionHandler(new Failures());
    line.setParameterExceptionHandler(new Failures());
    return line;
  }

  private static ColorScheme colours(Surroundings surroundings) {
    return Help.defaultColorScheme(surroundings.viewer().colours() ? Ansi.ON : Ansi.OFF);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** What {@code -c}, the environment and the working directory choose. */
  ConfigChoice choice() {
    return ConfigChoice.of(config, surroundings.environment(), surroundings.directory());
  }

  /** What is built in. */
  Kinds kinds() {
    return boot.kinds();
  }

  @Override
  public Integer call() throws InterruptedException {
    return run.call();
  }
}
