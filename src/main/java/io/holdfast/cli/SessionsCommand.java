package io.holdfast.cli;

import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Listing;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.model.SessionState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists sessions. */
@Command(
    name = "sessions",
    description = {
      "List the sessions, or suspend or resume one.",
      "A session is one conversation. The one with the newest message comes first."
    },
    footer = {
      "  holdfast sessions --state suspended       those whose turns do not run",
      "  holdfast sessions suspend web/chat-1      let nothing run in it until it is resumed",
      "  holdfast sessions resume web/chat-1       let it go on"
    })
final class SessionsCommand extends AskingCommand {

  @Mixin Pieces pieces = new Pieces();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Words.Sessions.class,
      description = "Only those that are ${COMPLETION-CANDIDATES}.")
  @Nullable SessionState state;

  @Option(names = "--connector", paramLabel = "ID", description = "Only those of a connector.")
  String connector = "";

  @Option(names = "--chat", paramLabel = "CHAT", description = "Only those of a chat.")
  String chat = "";

  SessionsCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Map<String, String> filter =
        Map.of(
            "state", Words.of(state),
            "connector", connector,
            "chat", chat);
    Listing sessions = pieces.fetch(client(), Api.SESSIONS, filter);
    if (json()) {
      screen.json(sessions.answer());
    } else {
      table(sessions, screen).print(screen);
      Pieces.mention(sessions, screen);
    }
    return ExitCode.CLEAN;
  }

  private static Table table(Listing sessions, Screen screen) {
    Table table = new Table("SESSION", "STATE", "QUEUED", "TURN", "LAST");
    for (Reading session : sessions.items()) {
      table.row(
          Cell.of(session.text("key")),
          Cell.state(session.text("state")),
          Cell.of(session.number("queued")),
          Cell.of(session.text("begun")),
          Cell.of(screen.when(session.time("lastAt"))));
    }
    return table;
  }
}
