package io.holdfast.runner.demo;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message asks the demo for. */
sealed interface Request {

  /** The most steps that may be asked for; more would only fill the journal. */
  int MOST = 10_000;

  /** The numbers from 1 to {@code last}, one step each. */
  record Count(int last) implements Request {}

  /** So many steps, each of which says in which attempt it ran. */
  record Work(int steps) implements Request {}

  /** A number of steps that is not to be had. */
  record OutOfRange() implements Request {}

  /** A failure. */
  record Fail() implements Request {}

  /** A question back. */
  record Ask() implements Request {}

  /** A request for permission. */
  record Permit() implements Request {}

  /** Its own text. */
  record Echo(String text) implements Request {}

  Pattern COUNT = Pattern.compile("count to (-?\\d+)");
  Pattern WORK = Pattern.compile("work for (-?\\d+) steps?");

  /** Reads a message; case and the space around it do not matter. */
  static Request of(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    Matcher count = COUNT.matcher(plain);
    if (count.matches()) {
      int last = bounded(count.group(1));
      return last == 0 ? new OutOfRange() : new Count(last);
    }
    Matcher work = WORK.matcher(plain);
    if (work.matches()) {
      int steps = bounded(work.group(1));
      return steps == 0 ? new OutOfRange() : new Work(steps);
    }
    return switch (plain) {
      case "fail" -> new Fail();
      case "ask" -> new Ask();
      case "ask permission" -> new Permit();
      default -> new Echo(text);
    };
  }

  /** The number, or 0 if it is out of range. */
  private static int bounded(String digits) {
    try {
      int number = Integer.parseInt(digits);
      return number >= 1 && number <= MOST ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
