package io.holdfast.cli;

import io.holdfast.cli.SteerCommand.Cancel;
import io.holdfast.cli.SteerCommand.Drop;
import io.holdfast.cli.SteerCommand.Resume;
import io.holdfast.cli.SteerCommand.Retry;
import io.holdfast.cli.SteerCommand.Suspend;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands that ask a gateway. */
final class Commands {

  private Commands() {}

  static void add(CommandLine root, Holdfast holdfast) {
    add(root, holdfast, StatusCommand::new);
    add(root, holdfast, SessionsCommand::new, Suspend::new, Resume::new);
    add(root, holdfast, TurnsCommand::new, Cancel::new);
    add(root, holdfast, TraceCommand::new);
    add(root, holdfast, DeliveriesCommand::new, Retry::new, Drop::new);
    add(
        root,
        holdfast,
        PairingsCommand::new,
        PairingsCommand.Approve::new,
        PairingsCommand.Revoke::new);
    add(root, holdfast, LeasesCommand::new);
    add(root, holdfast, StopCommand.Drain::new);
    add(root, holdfast, StopCommand.Restart::new);
    add(root, holdfast, ReloadCommand::new);
    add(root, holdfast, PlanCommand::new);
    add(root, holdfast, DoctorCommand::new);
    add(root, holdfast, BackupCommand::new);
    add(root, holdfast, RestoreCommand::new);
  }

  /** A command and its verbs, which share the options that say what is asked. */
  @SafeVarargs
  private static void add(
      CommandLine root,
      Holdfast holdfast,
      Function<Asking, AskingCommand> command,
      Function<Asking, AskingCommand>... verbs) {
    Asking asking = new Asking(holdfast);
    CommandLine line = new CommandLine(command.apply(asking));
    line.getCommandSpec().addMixin("asking", CommandSpec.forAnnotatedObject(asking));
    root.addSubcommand(line);
    // After the command has its place: verbs take over what is above them at that moment.
    for (Function<Asking, AskingCommand> verb : verbs) {
      line.addSubcommand(verb.apply(asking));
    }
  }

  /** What all commands have in common, said once. */
  static void dress(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    spec.exitCodeOnInvalidInput(ExitCode.BAD_CONFIG);
    UsageMessageSpec usage = spec.usageMessage();
    usage.footerHeading("%nExamples:%n").autoWidth(true);
    if (spec.parent() != null) {
      usage.commandListHeading("%nCommands:%n").synopsisSubcommandLabel("[COMMAND]");
    }
    line.getSubcommands().values().forEach(Commands::dress);
  }
}
