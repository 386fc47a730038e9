package io.holdfast.connector.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person chose instead of writing it: a command of Discord's menu, or a button.
 *
 * @param said the text that it stands for
 * @param message the message that the button belongs to; empty for a command
 * @param token by which it is answered
 */
record Interaction(Said said, String message, String token) {

  private static final int COMMAND = 2;
  private static final int COMPONENT = 3;

  /** Kinds of answers: a message, and that there is nothing to see. */
  private static final int SAY = 4;

  private static final int NOTHING = 6;

  /** Of a message that only whoever chose it sees. */
  private static final int PRIVATELY = 1 << 6;

  /** What an interaction says; empty for all others than those that the bot has offered. */
  static Optional<Interaction> of(JsonObject interaction) {
    JsonObject data = Json.part(interaction, "data");
    String text =
        switch (Json.number(interaction, "type")) {
          case COMMAND -> command(data);
          case COMPONENT -> Json.text(data, "custom_id");
          default -> "";
        };
    JsonObject member = Json.part(interaction, "member");
    JsonObject user = Json.part(member.isEmpty() ? interaction : member, "user");
    return text.isBlank() || Snowflake.of(Json.text(interaction, "id")) == 0
        ? Optional.empty()
        : Optional.of(
            new Interaction(
                Said.said(interaction, user, text),
                Json.text(Json.part(interaction, "message"), "id"),
                Json.text(interaction, "token")));
  }

  /** As it would be typed. */
  private static String command(JsonObject data) {
    List<JsonObject> options = Json.parts(data, "options");
    return Stream.concat(
            Stream.of("/" + Json.text(data, "name")),
            options.stream().map(option -> Json.text(option, "value")))
        .collect(Collectors.joining(" "));
  }

  /** What it is known by, with the message that an answer refers to behind the slash. */
  String id() {
    return "interaction-" + said.id() + "/" + message;
  }

  /** Where it is answered. */
  String path() {
    return "/interactions/" + said.id() + "/" + token + "/callback";
  }

  /**
   * What whoever chose it sees at once.
   *
   * @param obstacle why it is not taken; empty where it is
   */
  JsonObject answer(String obstacle) {
    if (obstacle.isEmpty() && !message.isEmpty()) {
      return new JsonObject().put("type", NOTHING);
    }
    JsonObject data =
        new JsonObject()
            .put("content", obstacle.isEmpty() ? "`" + said.text() + "`" : obstacle)
            .put("flags", PRIVATELY)
            .put("allowed_mentions", new JsonObject().put("parse", new JsonArray()));
    return new JsonObject().put("type", SAY).put("data", data);
  }
}
