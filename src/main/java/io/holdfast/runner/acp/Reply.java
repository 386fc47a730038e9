package io.holdfast.runner.acp;

import io.holdfast.model.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * How a prompt ended; the step's result in the journal.
 *
 * @param text all that the agent said
 * @param stop why it ended, in the protocol's words
 * @param denied the tool calls that it was not permitted
 */
record Reply(String text, String stop, List<String> denied) {

  Reply {
    denied = List.copyOf(denied);
  }

  static Reply of(JsonObject journaled) {
    return new Reply(
        journaled.getString("text", ""),
        journaled.getString("stop", ""),
        journaled.getJsonArray("denied", new JsonArray()).stream().map(Object::toString).toList());
  }

  String journaled() {
    return JsonObject.of("text", text, "stop", stop, "denied", new JsonArray(denied)).encode();
  }

  Outcome outcome() {
    return Outcome.done(text.strip() + note());
  }

  /** What a user should know beside the text. */
  private String note() {
    String why =
        switch (stop) {
          case "max_tokens" -> "The reply ends here because it reached the limit of tokens.";
          case "max_turn_requests" -> "The agent stopped here: it has asked its model too often.";
          case "refusal" -> "The agent refused to go on.";
          case "cancelled" -> "The agent stopped here by itself.";
          default -> "";
        };
    String all = (why + " " + refusals()).strip();
    return all.isEmpty() ? "" : "\n\n[" + all + "]";
  }

  private String refusals() {
    return denied.isEmpty() ? "" : "Not permitted: " + String.join("; ", denied) + ".";
  }

  /** Why there is nothing to read; empty if there is something. */
  Optional<AgentFailure> failure() {
    if (!text.isBlank()) {
      return Optional.empty();
    }
    if (!denied.isEmpty()) {
      return Optional.of(
          AgentFailure.lasting(
              "agent-denied", "The agent gave up, for it may not do this: " + denied.get(0) + "."));
    }
    return Optional.of(
        switch (stop) {
          case "refusal" -> AgentFailure.lasting("agent-refusal", "The agent refused.");
          case "max_tokens" ->
              AgentFailure.lasting(
                  "empty-reply", "The agent reached its limit of tokens before it said anything.");
          case "max_turn_requests" ->
              AgentFailure.lasting(
                  "empty-reply", "The agent asked its model too often before it said anything.");
          case "cancelled" ->
              AgentFailure.lasting("agent-stopped", "The agent stopped before it said anything.");
          default -> AgentFailure.lasting("empty-reply", "The agent gave an empty reply.");
        });
  }
}
