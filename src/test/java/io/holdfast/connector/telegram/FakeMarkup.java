package io.holdfast.connector.telegram;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a message as the Bot API reads it: with its HTML, or without. */
final class FakeMarkup {

  private static final int LONGEST = 4096;
  private static final Set<String> ELEMENTS =
      Set.of("b", "i", "s", "code", "pre", "a", "blockquote");
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z]+)((?: [a-z]+=\"[^\"<>]*\")*)>");
  private static final Pattern ENTITY = Pattern.compile("&(?!amp;|lt;|gt;|quot;)");

  private FakeMarkup() {}

  /** Why it is refused; empty where it is not. */
  static Optional<String> fault(JsonObject message) {
    if (hasHtml(message) && !isWellFormed(message.getString("text"))) {
      return Optional.of("can't parse entities: " + message.getString("text"));
    }
    String seen = seen(message);
    if (seen.isBlank()) {
      return Optional.of("message text is empty");
    }
    return seen.length() > LONGEST && !message.containsKey("file")
        ? Optional.of("message is too long")
        : Optional.empty();
  }

  private static boolean hasHtml(JsonObject message) {
    return "HTML".equals(message.getString("parse_mode"));
  }

  private static boolean isWellFormed(String html) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      boolean closes = !tag.group(1).isEmpty();
      boolean fits = closes ? tag.group(2).equals(open.poll()) : ELEMENTS.contains(tag.group(2));
      if (!fits || (!closes && tag.group(2).equals("blockquote") && open.contains("blockquote"))) {
        return false;
      }
      if (!closes) {
        open.push(tag.group(2));
      }
    }
    String rest = TAG.matcher(html).replaceAll("");
    return open.isEmpty() && !rest.matches("(?s).*[<>].*") && !ENTITY.matcher(rest).find();
  }

  /** What people see of it. */
  static String seen(JsonObject message) {
    String text = message.getString("text", "");
    return hasHtml(message)
        ? TAG.matcher(text)
            .replaceAll("")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
        : text;
  }
}
