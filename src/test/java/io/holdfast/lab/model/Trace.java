package io.holdfast.lab.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The states that a solver found one after the other, each a JSON object from atoms to their
 * fields.
 */
record Trace(JsonArray states) {

  /** How many there are. */
  int length() {
    return states.size();
  }

  /** What changes, a line a transition. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonObject before = new JsonObject();
    for (int i = 0; i < states.size(); i++) {
      JsonObject now = states.getJsonObject(i).getJsonObject("values");
      lines.add(i + ": " + changes(before, now));
      before = now;
    }
    return lines;
  }

  private static String changes(JsonObject before, JsonObject now) {
    List<String> changes = new ArrayList<>();
    for (String atom : now.fieldNames()) {
      JsonObject was = before.getJsonObject(atom, new JsonObject());
      JsonObject is = now.getJsonObject(atom);
      for (String field : is.fieldNames()) {
        String one = value(was.getJsonArray(field, new JsonArray()));
        String other = value(is.getJsonArray(field));
        if (!one.equals(other)) {
          changes.add(readable(atom) + "." + field + " " + one + " -> " + other);
        }
      }
    }
    return changes.isEmpty() ? "nothing" : String.join(", ", changes);
  }

  private static String value(JsonArray tuples) {
    return tuples.isEmpty()
        ? "-"
        : tuples.stream()
            .map(
                tuple ->
                    ((JsonArray) tuple)
                        .stream()
                            .map(atom -> readable(atom.toString()))
                            .collect(Collectors.joining("/")))
            .sorted()
            .collect(Collectors.joining("+"));
  }

  private static String readable(String atom) {
    return atom.matches("[A-Z]+\\$0|(Draining|Marked|Cleared|Left)\\$0")
        ? atom.substring(0, atom.indexOf('$'))
        : atom.replace("$", "").toLowerCase(java.util.Locale.ROOT);
  }
}
