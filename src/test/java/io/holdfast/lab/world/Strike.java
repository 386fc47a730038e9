package io.holdfast.lab.world;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is done to a run.
 *
 * @param point where; {@link #ANY} counts all points together
 * @param hit at which pass, counted over all lives of the run, from 1
 * @param act what
 */
record Strike(String point, int hit, Act act) {

  /** What is done at a point. */
  enum Act {
    /** The life ends there, as by SIGKILL. */
    HALT,
    /** The operation fails, or its result is lost. */
    FAIL,
    /** The operation is held up. */
    DELAY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String ANY = "*";

  private static final Pattern FORM = Pattern.compile("([^#=]+)#(\\d+)=(halt|fail|delay)");

  static Strike halt(String point, int hit) {
    return new Strike(point, hit, Act.HALT);
  }

  static Strike parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("not POINT#HIT=ACT: " + text);
    }
    return new Strike(
        form.group(1),
        Integer.parseInt(form.group(2)),
        Act.valueOf(form.group(3).toUpperCase(Locale.ROOT)));
  }

  boolean meets(String reached, int pass, int all) {
    return point.equals(ANY) ? all >= hit : point.equals(reached) && pass == hit;
  }

  @Override
  public String toString() {
    return point + "#" + hit + "=" + act.word();
  }
}
