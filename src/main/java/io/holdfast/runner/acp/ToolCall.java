package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tool call, as far as its agent has told of it.
 *
 * @param id the agent's name for it
 * @param title what it does, in one line
 * @param kind what it does, in the protocol's words: read, edit, execute …
 * @param status pending, in_progress, completed or failed
 * @param places the files that it is about, all that were ever named
 * @param output what came of it; empty until it has ended
 * @param command the command line of one that runs a command, as far as it is known; else empty
 * @param input what it is given, see {@link RawInput#of}
 */
record ToolCall(
    String id,
    String title,
    String kind,
    String status,
    List<String> places,
    String output,
    String command,
    String input) {

  private static final int LONGEST_LABEL = 200;
  private static final int LONGEST_COMMAND = 1_000;
  private static final int FINGERPRINT = 32;
  private static final int LONGEST_OUTPUT = 2_000;

  ToolCall {
    places = List.copyOf(places);
  }

  /** One of which nothing is known. */
  static ToolCall unknown(String id) {
    return new ToolCall(id, "a tool", "other", "pending", List.of(), "", "", "");
  }

  /** The same with what {@code update} says; what it does not say stays. */
  ToolCall with(JsonObject update) {
    String given = RawInput.of(update);
    String line = RawInput.command(update);
    return new ToolCall(
        id,
        oneLine(text(update, "title", title)),
        text(update, "kind", kind),
        text(update, "status", status),
        also(places, update),
        update.getValue("content") instanceof JsonArray content ? said(content) : output,
        line.isEmpty() ? command : line,
        given.isEmpty() ? input : given);
  }

  /** Its title, no longer than what a person reads at a glance. */
  String label() {
    return title.length() <= LONGEST_LABEL ? title : title.substring(0, LONGEST_LABEL) + "…";
  }

  /** {@code label}, with the command line of one that runs a command and does not say it there. */
  String named(String label) {
    if (command.isEmpty() || label.contains(command)) {
      return label;
    }
    boolean all = command.length() <= LONGEST_COMMAND;
    return label + ": " + (all ? command : command.substring(0, LONGEST_COMMAND) + "…");
  }

  /** The same for the same thing to do, whatever the agent calls the call; in hex. */
  String fingerprint() {
    JsonArray whole = new JsonArray().add(kind).add(title).add(command).add(input);
    places.forEach(whole::add);
    return Sha256.of(whole.encode()).substring(0, FINGERPRINT);
  }

  /** Whether it has ended, well or not. */
  boolean ended() {
    return status.equals("completed") || status.equals("failed");
  }

  /** The step's result in the journal. */
  String journaled() {
    return JsonObject.of("status", status, "output", output).encode();
  }

  private static String text(JsonObject update, String key, String otherwise) {
    return update.getValue(key) instanceof String text && !text.isBlank() ? text : otherwise;
  }

  private static String oneLine(String title) {
    return title.replaceAll("\\s+", " ").strip();
  }

  /** An agent may name a file only in what it is to change there, and no more in what follows. */
  private static List<String> also(List<String> places, JsonObject update) {
    return Stream.of(
            places.stream(), paths(update.getValue("locations")), paths(update.getValue("content")))
        .flatMap(paths -> paths)
        .distinct()
        .toList();
  }

  private static Stream<String> paths(@Nullable Object parts) {
    return (parts instanceof JsonArray all ? all : new JsonArray())
        .stream()
            .filter(JsonObject.class::isInstance)
            .map(part -> ((JsonObject) part).getValue("path"))
            .filter(String.class::isInstance)
            .map(String.class::cast);
  }

  private static String said(JsonArray content) {
    StringBuilder said = new StringBuilder();
    for (Object item : content) {
      if (item instanceof JsonObject part
          && part.getValue("content") instanceof JsonObject block
          && block.getValue("text") instanceof String text) {
        said.append(text);
      }
    }
    return said.length() <= LONGEST_OUTPUT
        ? said.toString()
        : "…" + said.substring(said.length() - LONGEST_OUTPUT);
  }
}
