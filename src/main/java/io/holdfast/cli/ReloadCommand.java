package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Tone;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has the gateway read its configuration again. */
@Command(
    name = "reload",
    description = {
      "Apply what has changed in the configuration file.",
      "One connector or runner at a time, each drained as in a stop. A file that is not valid"
          + " changes nothing."
    },
    footer = {
      "  holdfast plan -c holdfast.yaml && holdfast reload",
      "  holdfast reload --turn \"$HOLDFAST_TURN\"     from an agent's program"
    })
final class ReloadCommand extends AskingCommand {

  /** A runner is drained before it is deployed anew, so it takes as long as a turn may. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  @Option(
      names = "--turn",
      paramLabel = "ID",
      description =
          "The running turn that asks for it: it is done when that has ended, and this returns at"
              + " once. Default: $$HOLDFAST_TURN.")
  @Nullable String turn;

  ReloadCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Optional<String> asks = StopOptions.turn(turn, asking().surroundings().environment());
    String body = asks.map(id -> new JsonObject().put("turn", id).encode()).orElse("");
    Answer answer = client().post(Api.RELOAD, "application/json", body, PATIENCE);
    Reading applied = answer.reading();
    if (json()) {
      screen.json(answer.text());
    } else {
      PlanCommand.print(applied, screen);
      asks.ifPresent(id -> screen.line("reload begins when turn " + id + " has ended"));
      applied.texts("failures").forEach(text -> screen.line(new Cell("failed: " + text, Tone.BAD)));
    }
    return applied.flag("ok") ? ExitCode.CLEAN : ExitCode.OTHER;
  }
}
