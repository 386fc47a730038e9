package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a tool is given, as its agent tells it. */
final class RawInput {

  /** Codex numbers and dates what it tells, so that no two tellings of a call are the same. */
  private static final String CALL = "call_id";

  private static final List<String> PASSING = List.of(CALL, "turn_id", "started_at_ms");

  private RawInput() {}

  /**
   * The same text for the same input: fields in their order, without what differs from one telling
   * to the next, and with the changes to files that a message carries. Empty where nothing is told:
   * OpenCode asks about a call with an input of which it says nothing.
   */
  static String of(JsonObject update) {
    StringBuilder text = new StringBuilder();
    if (update.getValue("rawInput") instanceof JsonObject input && !input.isEmpty()) {
      write(text, lasting(input, update.getValue("toolCallId")));
    }
    if (update.getValue("content") instanceof JsonArray content) {
      content.stream()
          .filter(part -> part instanceof JsonObject diff && "diff".equals(diff.getValue("type")))
          .forEach(diff -> write(text, diff));
    }
    return text.toString();
  }

  private static JsonObject lasting(JsonObject input, @Nullable Object call) {
    if (call == null || !call.equals(input.getValue(CALL))) {
      return input;
    }
    JsonObject lasting = input.copy();
    PASSING.forEach(lasting::remove);
    return lasting;
  }

  private static void write(StringBuilder text, @Nullable Object value) {
    if (value instanceof JsonObject object) {
      text.append('{');
      for (String key : new TreeSet<>(object.fieldNames())) {
        text.append(JsonArray.of(key).encode());
        write(text, object.getValue(key));
      }
      text.append('}');
    } else if (value instanceof JsonArray array) {
      text.append('[');
      array.forEach(each -> write(text, each));
      text.append(']');
    } else {
      text.append(new JsonArray().add(value).encode());
    }
  }

  /** The command line in an input, if it is a command's; empty else. */
  static String command(JsonObject update) {
    if (!(update.getValue("rawInput") instanceof JsonObject input)) {
      return "";
    }
    Object command = input.getValue("command");
    if (command instanceof JsonArray words) {
      return words.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
    return command instanceof String line ? line : "";
  }
}
