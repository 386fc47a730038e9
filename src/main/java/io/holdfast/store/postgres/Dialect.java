package io.holdfast.store.postgres;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the shared SQL says as PostgreSQL wants to hear it. */
final class Dialect {

  /** A place for an argument; a number after it says which one. */
  private static final Pattern PLACE = Pattern.compile("\\?(\\d*)");

  /** PostgreSQL's planner takes no orders. */
  private static final Pattern ORDERED_INDEX = Pattern.compile("INDEXED BY \\w+");

  private static final Pattern EACH = Pattern.compile("json_each\\(\\?\\)");
  private static final String ELEMENTS =
      "json_array_elements_text(CAST(CAST(? AS text) AS json)) AS each (value)";

  private static final Map<String, String> SAID = new ConcurrentHashMap<>();

  private Dialect() {}

  static String of(String sql) {
    return SAID.computeIfAbsent(sql, Dialect::say);
  }

  private static String say(String sql) {
    String planned = ORDERED_INDEX.matcher(sql).replaceAll("");
    Matcher place = PLACE.matcher(EACH.matcher(planned).replaceAll(ELEMENTS));
    int[] last = {0};
    return place.replaceAll(found -> "\\$" + number(found, last));
  }

  private static int number(MatchResult found, int[] last) {
    int number = found.group(1).isEmpty() ? last[0] + 1 : Integer.parseInt(found.group(1));
    last[0] = Math.max(last[0], number);
    return number;
  }
}
