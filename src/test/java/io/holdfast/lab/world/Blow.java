package io.holdfast.lab.world;

import io.holdfast.failpoint.Strike;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is done to a run.
 *
 * @param point where; {@link #ANY} counts all points together
 * @param hit at which pass, counted over all lives of the run, from 1
 * @param way what
 * @param millis how long a delay is, in milliseconds; 0 for what is none
 */
record Blow(String point, int hit, Strike way, int millis) {

  static final String ANY = "*";

  private static final Pattern FORM =
      Pattern.compile("([^#=]+)#(\\d+)=(halt|fail|delay)(?::(\\d+))?");

  private static final int DELAY_MILLIS = 150;

  Blow(String point, int hit, Strike way) {
    this(point, hit, way, way == Strike.DELAY ? DELAY_MILLIS : 0);
  }

  static Blow halt(String point, int hit) {
    return new Blow(point, hit, Strike.HALT);
  }

  static Blow parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("not POINT#HIT=halt, fail, delay or delay:MS: " + text);
    }
    String point = form.group(1);
    int hit = Integer.parseInt(form.group(2));
    Strike way = Strike.valueOf(form.group(3).toUpperCase(Locale.ROOT));
    return Optional.ofNullable(form.group(4))
        .map(millis -> new Blow(point, hit, way, Integer.parseInt(millis)))
        .orElseGet(() -> new Blow(point, hit, way));
  }

  boolean meets(String reached, int pass, int all) {
    return point.equals(ANY) ? all >= hit : point.equals(reached) && pass == hit;
  }

  /** What is done, in one word. */
  String word() {
    String word = way.name().toLowerCase(Locale.ROOT);
    return way == Strike.DELAY && millis != DELAY_MILLIS ? word + ":" + millis : word;
  }

  @Override
  public String toString() {
    return point + "#" + hit + "=" + word();
  }
}
