package io.holdfast.cli;

import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Listing;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.model.DeliveryState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists deliveries. */
@Command(
    name = "deliveries",
    description = {
      "List what goes out to the chats, or retry or drop it.",
      "Replies and notices, the newest first."
    },
    footer = {
      "  holdfast deliveries --state pending       what nobody has fetched yet",
      "  holdfast deliveries --state dead          what was given up",
      "  holdfast deliveries retry ID              send it after all",
      "  holdfast deliveries drop ID               give it up"
    })
final class DeliveriesCommand extends AskingCommand {

  @Mixin Pieces pieces = new Pieces();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Words.Deliveries.class,
      description = "Only those that are ${COMPLETION-CANDIDATES}.")
  @Nullable DeliveryState state;

  @Option(names = "--connector", paramLabel = "ID", description = "Only those of a connector.")
  String connector = "";

  @Option(names = "--chat", paramLabel = "CHAT", description = "Only those of a chat.")
  String chat = "";

  DeliveriesCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Map<String, String> filter =
        Map.of(
            "state", Words.of(state),
            "connector", connector,
            "chat", chat);
    Listing deliveries = pieces.fetch(client(), Api.DELIVERIES, filter);
    if (json()) {
      screen.json(deliveries.answer());
    } else {
      table(deliveries.items(), screen).print(screen);
      Pieces.mention(deliveries, screen);
    }
    return ExitCode.CLEAN;
  }

  static Table table(List<Reading> deliveries, Screen screen) {
    Table table =
        new Table(
            "DELIVERY", "CHAT", "KIND", "PART", "STATE", "CREATED", "FINAL", "TURN", "BECAUSE");
    for (Reading delivery : deliveries) {
      table.row(
          Cell.of(delivery.text("id")),
          Cell.of(delivery.text("connector") + "/" + delivery.text("chat")),
          Cell.of(delivery.text("kind").toLowerCase(Locale.ROOT)),
          Cell.of(delivery.number("part") + "/" + delivery.number("parts")),
          Cell.state(delivery.text("state")),
          Cell.of(screen.when(delivery.time("createdAt"))),
          Cell.of(screen.when(delivery.time("finalAt"))),
          Cell.of(delivery.text("turn")),
          Cell.of(delivery.text("because")));
    }
    return table;
  }
}
