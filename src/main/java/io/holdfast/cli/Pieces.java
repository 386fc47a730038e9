package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Listing;
import io.holdfast.cli.screen.Screen;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a command that lists. */
final class Pieces {

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(names = "--all", description = "All of them.")
  boolean all;

  Listing fetch(AdminClient client, String path, Map<String, String> filter) {
    if (limit < 1) {
      throw new CommandFailure("--limit: found " + limit + ", expected at least 1");
    }
    return Listing.fetch(client, path, filter, all ? Integer.MAX_VALUE : limit);
  }

  /** Says so when there is more than was asked for. */
  static void mention(Listing listing, Screen screen) {
    if (!listing.next().isEmpty()) {
      screen.aside("there are more: --all, or a larger --limit");
    }
  }
}
