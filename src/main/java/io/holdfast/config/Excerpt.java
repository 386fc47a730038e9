package io.holdfast.config;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A few top-level blocks out of a file that is broken elsewhere, such as one that is cut short. */
final class Excerpt {

  /** A key at the beginning of a line begins a block; all that is indented belongs to it. */
  private static final Pattern TOP = Pattern.compile("^([A-Za-z][A-Za-z0-9-]*)\\s*:.*");

  private Excerpt() {}

  /**
   * Those of the blocks {@code keys} that are there; throws ConfigFaults where none can be read.
   */
  static JsonObject of(String file, String text, Set<String> keys) {
    StringBuilder excerpt = new StringBuilder();
    boolean wanted = false;
    for (String line : text.lines().toList()) {
      boolean inside = line.isBlank() || Character.isWhitespace(line.charAt(0));
      if (!inside) {
        Matcher top = TOP.matcher(line);
        wanted = top.matches() && keys.contains(top.group(1));
      }
      if (wanted) {
        excerpt.append(line).append('\n');
      }
    }
    if (excerpt.isEmpty()) {
      throw StrictYaml.fault(file, "no block " + String.join(" or ", keys));
    }
    return StrictYaml.parse(file, excerpt.toString().getBytes(StandardCharsets.UTF_8));
  }
}
