package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Listing;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.model.TurnState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists turns, or shows one. */
@Command(
    name = "turns",
    description = {
      "List the turns, show one with its journal, or cancel it.",
      "A turn is one piece of an agent's work, from a message to its answer. The newest comes"
          + " first."
    },
    footer = {
      "  holdfast turns --state running,queued            what is going on",
      "  holdfast turns --session web/chat-1 --limit 5    the last of a session",
      "  holdfast turns 01932b7e-8c1a-7000-8000-3f6c2a9d4e51",
      "  holdfast turns cancel 01932b7e-8c1a-7000-8000-3f6c2a9d4e51"
    })
final class TurnsCommand extends AskingCommand {

  @Mixin Pieces pieces = new Pieces();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The turn to show.")
  String id = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Words.Turns.class,
      split = ",",
      description = "Only those that are, separated by commas: ${COMPLETION-CANDIDATES}.")
  List<TurnState> states = List.of();

  @Option(names = "--runner", paramLabel = "ID", description = "Only those of a runner.")
  String runner = "";

  @Option(names = "--session", paramLabel = "KEY", description = "Only those of a session.")
  String session = "";

  TurnsCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    return id.isEmpty() ? list(client(), screen) : one(client(), screen);
  }

  private int list(AdminClient client, Screen screen) {
    String wanted = states.stream().map(Words::of).collect(Collectors.joining(","));
    Map<String, String> filter = Map.of("state", wanted, "runner", runner, "session", session);
    Listing turns = pieces.fetch(client, Api.TURNS, filter);
    if (json()) {
      screen.json(turns.answer());
    } else {
      table(turns, screen).print(screen);
      Pieces.mention(turns, screen);
    }
    return ExitCode.CLEAN;
  }

  private int one(AdminClient client, Screen screen) {
    Answer answer = client.get(Api.one(Api.TURNS, id));
    if (json()) {
      screen.json(answer.text());
    } else {
      new TurnPage(answer.reading(), screen).print();
    }
    return ExitCode.CLEAN;
  }

  private static Table table(Listing turns, Screen screen) {
    Table table =
        new Table(
            "TURN",
            "SESSION",
            "RUNNER",
            "STATE",
            "ATTEMPT",
            "STEPS",
            "MARKER",
            "ACCEPTED",
            "SINCE");
    for (Reading turn : turns.items()) {
      table.row(
          Cell.of(turn.text("id")),
          Cell.of(turn.text("session")),
          Cell.of(turn.text("runner")),
          Cell.state(turn.text("state")),
          Cell.of(turn.number("attempt")),
          Cell.of(turn.number("steps")),
          Cell.of(turn.in("marker").text("reason").toLowerCase(Locale.ROOT)),
          Cell.of(screen.when(turn.time("acceptedAt"))),
          Cell.of(screen.when(turn.time("since"))));
    }
    return table;
  }
}
