package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How faults speak of values, without showing a secret. */
final class Wording {

  static final String MASK = "***";

  private static final Pattern REFERENCES = Pattern.compile("\\$\\{(env|file):[^}]*}");
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");
  private static final int LONGEST = 60;

  private Wording() {}

  /**
   * What stands in the file.
   *
   * @param raw the value before any reference in it was followed
   * @param node what the schema says of its place
   */
  static String found(@Nullable Object raw, Node node) {
    // A scalar where a block belongs is easily a secret that was indented wrongly.
    boolean hidden = node.secret() || !node.scalar();
    return hidden && tells(raw) ? "a single value (not shown)" : found(raw);
  }

  private static boolean tells(@Nullable Object raw) {
    return raw instanceof String text
        ? !text.isEmpty() && references(text).isEmpty()
        : raw instanceof Number || raw instanceof Boolean;
  }

  /** What stands in the file at a place that holds no secret. */
  static String found(@Nullable Object raw) {
    if (raw == null) {
      return "nothing";
    }
    if (raw instanceof JsonObject block) {
      return block.isEmpty() ? "an empty block" : "a block of keys";
    }
    if (raw instanceof JsonArray array) {
      return array.isEmpty() ? "an empty list" : "a list";
    }
    return raw instanceof String text ? text(text) : raw.toString();
  }

  private static String text(String text) {
    if (text.isEmpty()) {
      return "empty text";
    }
    List<String> references = references(text);
    if (!references.isEmpty()) {
      return "what " + String.join(" and ", references) + " gave (not shown)";
    }
    String shown = withoutUser(text);
    return '"' + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown) + '"';
  }

  private static List<String> references(String text) {
    return REFERENCES.matcher(text).results().map(MatchResult::group).toList();
  }

  /** What the schema wants. */
  static String expected(Node node) {
    JsonObject json = node.json();
    if (json.containsKey("enum")) {
      return oneOf(node.texts("enum"));
    }
    String form = node.text("x-form");
    if (!form.isEmpty()) {
      return json.containsKey("x-least")
          ? form + ", from " + node.text("x-least") + " to " + node.text("x-most")
          : form;
    }
    return switch (node.type()) {
      case "integer" -> "a whole number" + range(json);
      case "number" -> "a number" + range(json);
      case "boolean" -> "true or false";
      case "string" -> json.containsKey("minLength") ? "text that is not empty" : "text";
      case "array" -> json.containsKey("minItems") ? "a list of at least one item" : "a list";
      default ->
          json.containsKey("minProperties") ? "a block of at least one key" : "a block of keys";
    };
  }

  static String oneOf(Collection<String> names) {
    return (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
  }

  /** A URL's user and password are masked, the rest stays readable. */
  static String withoutUser(String text) {
    return USER_INFO.matcher(text).replaceAll("://" + MASK + "@");
  }

  private static String range(JsonObject json) {
    return " from " + json.getValue("minimum") + " to " + json.getValue("maximum");
  }
}
