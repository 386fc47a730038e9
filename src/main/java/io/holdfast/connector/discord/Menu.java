package io.holdfast.connector.discord;

import io.holdfast.turn.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** Our commands as Discord's menu shows them. */
final class Menu {

  private static final int TEXT = 3;
  private static final int DESCRIPTION = 100;

  /** With the command it fits into the answer that whoever chose it sees. */
  private static final int LONGEST = 1_500;

  private Menu() {}

  /** All of them, in place of all that were there. */
  static JsonArray commands() {
    return new JsonArray(Stream.of(Command.values()).map(Menu::entry).toList());
  }

  private static JsonObject entry(Command command) {
    JsonObject entry =
        new JsonObject()
            .put("name", command.word().substring(1))
            .put("description", description(command));
    return command.takesMore() ? entry.put("options", new JsonArray().add(more())) : entry;
  }

  /** The first of what is said of it, of which there may be too much. */
  private static String description(Command command) {
    String purpose = command.purpose().split(";", 2)[0];
    return purpose.substring(0, Math.min(DESCRIPTION, purpose.length()));
  }

  private static JsonObject more() {
    return new JsonObject()
        .put("type", TEXT)
        .put("name", "more")
        .put("max_length", LONGEST)
        .put("description", "What is written behind the command.");
  }
}
