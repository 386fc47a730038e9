package io.holdfast.runner.command;

import io.holdfast.model.AttemptId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program says on its standard error: logged up to a bound, and its end kept. */
final class Stderr implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(Stderr.class);
  private static final int LONGEST_LINE = 1000;
  private static final int LOGGED_LINES = 200;
  private static final int KEPT_LINES = 10;
  private static final int LONGEST_TAIL = 400;

  private final AttemptId attempt;
  private final Deque<String> kept = new ArrayDeque<>();
  private final Utf8Stream utf8 = new Utf8Stream();
  private final StringBuilder line = new StringBuilder();
  private int lines;

  Stderr(AttemptId attempt) {
    this.attempt = attempt;
  }

  @Override
  public synchronized void take(byte[] bytes, int length) {
    add(utf8.next(bytes, length));
  }

  private void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == '\n' || c == '\r') {
        endLine();
      } else if (line.length() < LONGEST_LINE) {
        line.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
  }

  @Override
  public synchronized void end() {
    add(utf8.end());
    endLine();
    if (lines > LOGGED_LINES) {
      LOG.info(
          "program stderr turn={} attempt={} lines={} logged={}",
          attempt.turn(),
          attempt.number(),
          lines,
          LOGGED_LINES);
    }
  }

  private void endLine() {
    String text = line.toString().strip();
    line.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    lines++;
    if (lines <= LOGGED_LINES) {
      LOG.info("program stderr turn={} attempt={} line={}", attempt.turn(), attempt.number(), text);
    }
    kept.addLast(text);
    if (kept.size() > KEPT_LINES) {
      kept.removeFirst();
    }
  }

  /** The last of it, in one line. */
  synchronized String tail() {
    String text = String.join(" / ", kept);
    return text.length() <= LONGEST_TAIL
        ? text
        : "…" + text.substring(text.length() - LONGEST_TAIL);
  }
}
