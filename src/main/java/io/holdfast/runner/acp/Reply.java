package io.holdfast.runner.acp;

import io.holdfast.model.Attachment;
import io.holdfast.model.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a prompt ended; the step's result in the journal.
 *
 * @param text all that the agent said
 * @param stop why it ended, in the protocol's words
 * @param denied the tool calls that it was not permitted
 * @param files what it gave with that
 * @param missing the names of files that cannot be sent
 */
record Reply(
    String text, String stop, List<String> denied, List<Attachment> files, List<String> missing) {

  Reply {
    denied = List.copyOf(denied);
    files = List.copyOf(files);
    missing = List.copyOf(missing);
  }

  static Reply of(JsonObject journaled) {
    return new Reply(
        journaled.getString("text", ""),
        journaled.getString("stop", ""),
        texts(journaled, "denied"),
        journaled.getJsonArray("files", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(f -> new Attachment(f.getString("name"), f.getString("type"), f.getString("data")))
            .toList(),
        texts(journaled, "missing"));
  }

  private static List<String> texts(JsonObject journaled, String name) {
    return journaled.getJsonArray(name, new JsonArray()).stream().map(Object::toString).toList();
  }

  String journaled() {
    JsonObject json = JsonObject.of("text", text, "stop", stop, "denied", new JsonArray(denied));
    if (!files.isEmpty()) {
      JsonArray given = new JsonArray();
      files.forEach(
          f -> given.add(JsonObject.of("name", f.name(), "type", f.type(), "data", f.data())));
      json.put("files", given);
    }
    return (missing.isEmpty() ? json : json.put("missing", new JsonArray(missing))).encode();
  }

  Outcome outcome() {
    return new Outcome.Done((text.strip() + note()).strip(), files);
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
    String all =
        Stream.of(why, refusals(), unsent())
            .filter(one -> !one.isEmpty())
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? "" : "\n\n[" + all + "]";
  }

  private String refusals() {
    return denied.isEmpty() ? "" : "Not permitted: " + String.join("; ", denied) + ".";
  }

  private String unsent() {
    return missing.isEmpty()
        ? ""
        : "Not sent, for the files of a reply may have 4 MiB: " + String.join("; ", missing) + ".";
  }

  /** Why there is nothing to read; empty if there is something. */
  Optional<AgentFailure> failure() {
    if (!text.isBlank() || !files.isEmpty() || !missing.isEmpty()) {
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
