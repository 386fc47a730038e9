package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Screen;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has the gateway stop, and watches it. */
abstract class StopCommand extends AskingCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Mixin StopOptions options = new StopOptions();

  private final String path;
  private final String verb;

  StopCommand(Asking asking, String path, String verb) {
    super(asking);
    this.path = path;
    this.verb = verb;
  }

  @Override
  int run(Screen screen) {
    AdminClient client = client();
    Surroundings surroundings = asking().surroundings();
    String body = options.body(surroundings.environment());
    boolean watch = !options.noWait && body.isEmpty();
    // Asked before the stop begins: afterwards it may be too late.
    String node = watch ? client.get(Api.STATUS).reading().text("node") : "";
    Answer answer = client.post(path, "application/json", body, PATIENCE);
    if (json()) {
      screen.json(answer.text());
    } else if (!watch) {
      screen.line(begun(answer.reading(), screen));
    }
    return watch ? watched(client, node, screen) : ExitCode.CLEAN;
  }

  private String begun(Reading begun, Screen screen) {
    if (!begun.flag("begun")) {
      return verb + ": this turn has had it before, nothing begins";
    }
    Optional<Reading> draining = begun.optional("draining");
    return verb
        + " begins"
        + draining.map(d -> ": " + Progress.waiting(d, screen.now())).orElse("");
  }

  private int watched(AdminClient client, String node, Screen screen) {
    Thread goodbye =
        new Thread(() -> screen.aside("\nno longer watching; the " + verb + " goes on"));
    Runtime.getRuntime().addShutdownHook(goodbye);
    try {
      // With --json, what is printed is one document: the progress goes nowhere.
      return watch(new Watch(client, node, asking().surroundings().pause(), screen, json()));
    } finally {
      Runtime.getRuntime().removeShutdownHook(goodbye);
    }
  }

  /** Watches to the end, and gives the exit code. */
  abstract int watch(Watch watch);

  /** Stops it for good. */
  @Command(
      name = "drain",
      description = {
        "Stop the gateway, and watch it until it has stopped.",
        "What runs is waited for, up to drain-timeout; the rest goes on at the next start. Ctrl-C"
            + " only ends the watching."
      },
      footer = {
        "  holdfast drain              until it has stopped",
        "  holdfast drain --no-wait    begin it and return"
      })
  static final class Drain extends StopCommand {

    Drain(Asking asking) {
      super(asking, Api.DRAIN, "drain");
    }

    @Override
    int watch(Watch watch) {
      watch.untilGone();
      return ExitCode.CLEAN;
    }
  }

  /** Has it started again. */
  @Command(
      name = "restart",
      description = {
        "Have the gateway started again, and watch it until it is back.",
        "It stops as with drain, with exit code 75, by which its service manager starts it again."
            + " Ctrl-C only ends the watching."
      },
      footer = {
        "  holdfast restart                   until it is back",
        "  holdfast restart --timeout 30s     fail if it is away for longer",
        "  holdfast restart --turn \"$HOLDFAST_TURN\"     from an agent's program"
      })
  static final class Restart extends StopCommand {

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        defaultValue = "2m",
        converter = Lengths.class,
        description = "How long it may be away, such as 30s. Default: ${DEFAULT-VALUE}.")
    Duration timeout = Duration.ZERO;

    Restart(Asking asking) {
      super(asking, Api.RESTART, "restart");
    }

    @Override
    int watch(Watch watch) {
      return watch.untilGone() || watch.untilBack(timeout) ? ExitCode.CLEAN : ExitCode.OTHER;
    }
  }
}
