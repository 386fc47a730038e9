package io.holdfast.lab.history;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message asks the scripted agent to do; the message's text says it, so that agent and
 * oracle read the same. The reply has one line {@code step K attempt A} for each step, where A is
 * the attempt whose result the journal has, and is filled up to {@code size} characters.
 *
 * @param kind how it goes
 * @param steps how many steps it takes, one after the other
 * @param pace how long each effect takes, in milliseconds
 * @param size how long its reply is at least, in characters
 */
public record Task(Kind kind, int steps, int pace, int size) {

  /** How a task goes. */
  public enum Kind {
    /** Each step that is unknown is done again. */
    PLAIN,
    /** Of a step that is unknown its user is asked. */
    ASK,
    /** Of a step that is unknown the ledger is asked. */
    RECONCILE,
    /** Its user is asked a question after the steps. */
    QUESTION,
    /** The agent fails after the steps. */
    FAIL,
    /** The agent does not end when it is told to. */
    STUBBORN,
    /** Whoever runs it dies. */
    POISON
  }

  private static final Pattern TEXT =
      Pattern.compile("task ([a-z]+) steps=(\\d+) pace=(\\d+) size=(\\d+)");

  /** The text of a message that asks for it. */
  public String text() {
    return "task %s steps=%d pace=%d size=%d"
        .formatted(kind.name().toLowerCase(Locale.ROOT), steps, pace, size);
  }

  /** What a text asks for. */
  public static Task parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no task: " + text);
    }
    return new Task(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }
}
