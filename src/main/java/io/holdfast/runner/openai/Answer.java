package io.holdfast.runner.openai;

import io.vertx.core.json.JsonObject;

/**
 * What a model said; the step's result in the journal.
 *
 * @param text all of it
 * @param finish why it ended, in the protocol's words; empty when the server did not say
 * @param usage the tokens it cost, as the server counted them; may be empty
 */
record Answer(String text, String finish, JsonObject usage) {

  static Answer of(JsonObject journaled) {
    return new Answer(
        journaled.getString("text", ""),
        journaled.getString("finish", ""),
        journaled.getJsonObject("usage", new JsonObject()));
  }

  JsonObject json() {
    return new JsonObject().put("text", text).put("finish", finish).put("usage", usage);
  }

  /** What its user reads: a reply that was cut off says so. */
  String reply() {
    return switch (finish) {
      case "length" -> text + "\n\n[The reply ends here because it reached the limit of tokens.]";
      case "content_filter" -> text + "\n\n[The reply ends here because the provider filtered it.]";
      default -> text;
    };
  }

  /** Why there is nothing to read. */
  String emptySentence() {
    return switch (finish) {
      case "length" -> "The model reached its limit of tokens before it said anything.";
      case "content_filter" -> "The model's provider filtered the whole reply.";
      default -> "The model gave an empty reply.";
    };
  }
}
