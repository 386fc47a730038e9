package io.holdfast.cli;

import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Listing;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.cli.screen.Tone;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the people whom an operator has let in, and those who ask for it. */
@Command(
    name = "pairings",
    description = {
      "List who asks to be let in, or let them in.",
      "And those who are let in by this, but not those whom the configuration names."
    },
    footer = {
      "  holdfast pairings                         who asks, and who is let in",
      "  holdfast pairings approve K7QX-3M9P       let in who was given this code",
      "  holdfast pairings revoke tg 123456789     and no more"
    })
final class PairingsCommand extends AskingCommand {

  @Mixin Pieces pieces = new Pieces();

  @Option(names = "--connector", paramLabel = "ID", description = "Only those of a connector.")
  String connector = "";

  PairingsCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Listing pairings = pieces.fetch(client(), Api.PAIRINGS, Map.of("connector", connector));
    if (json()) {
      screen.json(pairings.answer());
    } else {
      table(pairings.items(), screen).print(screen);
      Pieces.mention(pairings, screen);
    }
    return ExitCode.CLEAN;
  }

  private static Table table(List<Reading> pairings, Screen screen) {
    Table table = new Table("CONNECTOR", "USER", "NAME", "STATE", "CODE", "EXPIRES", "SINCE");
    for (Reading pairing : pairings) {
      boolean letIn = pairing.time("approvedAt").isPresent();
      table.row(
          Cell.of(pairing.text("connector")),
          Cell.of(pairing.text("user")),
          Cell.of(pairing.text("name")),
          letIn ? new Cell("let in", Tone.GOOD) : new Cell("asks", Tone.FAINT),
          Cell.of(pairing.text("code")),
          Cell.of(screen.until(pairing.time("expiresAt"))),
          Cell.of(screen.when(pairing.time("approvedAt"))));
    }
    return table;
  }

  /** Lets somebody in. */
  @Command(
      name = "approve",
      description =
          "Let somebody in by the code that they were given: they may write to the bot directly, and"
              + " are told so.",
      footer = "  holdfast pairings approve k7qx3m9p")
  static final class Approve extends SteerCommand {

    @Parameters(
        paramLabel = "CODE",
        description = "The code. Case, blanks and hyphens do not matter.")
    String code = "";

    Approve(Asking asking) {
      super(asking, Api.PAIRINGS, "approve", "");
    }

    @Override
    String id() {
      return code;
    }

    @Override
    String said(Reading answer) {
      String name = answer.text("name").isEmpty() ? "" : " (" + answer.text("name") + ")";
      return answer.text("connector") + "/" + answer.text("user") + name + " is let in";
    }
  }

  /** Lets somebody in no more. */
  @Command(
      name = "revoke",
      description =
          "Let somebody in no more, or forget that they have asked. What they have asked for does not"
              + " begin, or go on after an interruption.",
      footer = "  holdfast pairings revoke tg 123456789")
  static final class Revoke extends SteerCommand {

    @Parameters(
        index = "0",
        paramLabel = "CONNECTOR",
        description = "The connector to which they write.")
    String connector = "";

    @Parameters(index = "1", paramLabel = "USER", description = "The platform's id of who it is.")
    String user = "";

    Revoke(Asking asking) {
      super(asking, Api.PAIRINGS, "revoke", "is not let in any more");
    }

    @Override
    String id() {
      return connector + "/" + user;
    }

    @Override
    String path() {
      return Api.one(Api.one(Api.PAIRINGS, connector), user, "revoke");
    }
  }
}
