package io.holdfast.lab.history;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message asks the scripted agent to do; the message's text says it, so that agent and
 * oracle read the same.
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
  private static final Pattern DEMO =
      Pattern.compile("(?:work for |(count to ))(\\d+)(?: steps?)?");

  /** The text of a message that asks for it. */
  public String text() {
    return "task %s steps=%d pace=%d size=%d"
        .formatted(kind.name().toLowerCase(Locale.ROOT), steps, pace, size);
  }

  /**
   * What a text asks for. The texts of the demo runner are read too: {@code work for N steps},
   * {@code count to N} (which the lab says only to strike whoever counts), {@code ask}, {@code
   * fail}, and {@code echo …}, whose reply has no steps; and {@code work once}, which the lab says
   * to a program that is not run again before its user was asked.
   */
  public static Task parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return demo(text);
    }
    return new Task(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)));
  }

  /**
   * What it is answered with, to the letter: one line {@code step K attempt A of TURN} for each
   * step, and numbered lines until it has its size. Each line names the turn.
   *
   * @param ranIn the attempt whose result the journal has, by the step's number
   */
  public String reply(String turn, IntUnaryOperator ranIn) {
    StringBuilder reply = new StringBuilder();
    for (int i = 1; i <= steps; i++) {
      reply.append("step %d attempt %d of %s\n".formatted(i, ranIn.applyAsInt(i), turn));
    }
    for (int i = 1; reply.length() < size; i++) {
      reply.append("line ").append(i).append(" of ").append(turn).append('\n');
    }
    return reply.isEmpty() ? "nothing to do in " + turn : reply.toString();
  }

  /**
   * What a message is answered with, to the letter; empty where that is not known.
   *
   * @param ranIn as the reply itself has it
   */
  public static Optional<String> replyTo(String text, String turn, IntUnaryOperator ranIn) {
    if (text.startsWith("echo ")) {
      return Optional.of("echo: " + text);
    }
    return TEXT.matcher(text).matches()
        ? Optional.of(parse(text).reply(turn, ranIn))
        : Optional.empty();
  }

  private static Task demo(String text) {
    if (text.equals("ask") || text.equals("fail")) {
      return new Task(text.equals("ask") ? Kind.QUESTION : Kind.FAIL, 0, 0, 0);
    }
    if (text.equals("work once")) {
      return new Task(Kind.ASK, 1, 0, 0);
    }
    if (text.startsWith("echo ")) {
      return new Task(Kind.PLAIN, 0, 0, "echo: ".length() + text.length());
    }
    Matcher matcher = DEMO.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no task: " + text);
    }
    Kind kind = matcher.group(1) == null ? Kind.PLAIN : Kind.POISON;
    return new Task(kind, Integer.parseInt(matcher.group(2)), 0, 0);
  }
}
