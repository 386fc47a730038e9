package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.cli.screen.Tone;
import picocli.CommandLine.Command;

/** Lists the processes that own the store, or did. */
@Command(
    name = "leases",
    description = {
      "List the processes that own the store, or did.",
      "The newest first, each with its last sign of life."
    },
    footer = "  holdfast leases")
final class LeasesCommand extends AskingCommand {

  LeasesCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Answer answer = client().get(Api.LEASES);
    if (json()) {
      screen.json(answer.text());
      return ExitCode.CLEAN;
    }
    Table table = new Table("NODE", "STATE", "JOINED", "RENEWED", "ENDED");
    for (Reading node : answer.reading().list("items")) {
      boolean alive = node.time("endedAt").isEmpty();
      table.row(
          Cell.of(node.text("id")),
          alive ? new Cell("alive", Tone.GOOD) : new Cell("ended", Tone.FAINT),
          Cell.of(screen.when(node.time("joinedAt"))),
          Cell.of(screen.when(node.time("renewedAt"))),
          Cell.of(screen.when(node.time("endedAt"))));
    }
    table.print(screen);
    return ExitCode.CLEAN;
  }
}
