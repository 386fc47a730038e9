package io.holdfast.lab.world;

import io.holdfast.failpoint.Strike;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is done to a run.
 *
 * @param point where; {@link #ANY} counts all points together
 * @param hit at which pass, counted over all lives of the run, from 1
 * @param way what
 */
record Blow(String point, int hit, Strike way) {

  static final String ANY = "*";

  private static final Pattern FORM = Pattern.compile("([^#=]+)#(\\d+)=(halt|fail|delay)");

  static Blow halt(String point, int hit) {
    return new Blow(point, hit, Strike.HALT);
  }

  static Blow parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("not POINT#HIT=halt, fail or delay: " + text);
    }
    return new Blow(
        form.group(1),
        Integer.parseInt(form.group(2)),
        Strike.valueOf(form.group(3).toUpperCase(Locale.ROOT)));
  }

  boolean meets(String reached, int pass, int all) {
    return point.equals(ANY) ? all >= hit : point.equals(reached) && pass == hit;
  }

  /** What is done, in one word. */
  String word() {
    return way.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return point + "#" + hit + "=" + word();
  }
}
