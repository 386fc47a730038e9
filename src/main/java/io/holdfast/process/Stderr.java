package io.holdfast.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program says on its standard error: logged up to a bound, and its end kept. */
public final class Stderr implements Sink {

  private static final Logger LOG = LoggerFactory.getLogger(Stderr.class);
  private static final int LONGEST_LINE = 1000;
  private static final int LOGGED_LINES = 200;
  private static final int KEPT_LINES = 10;
  private static final int LONGEST_TAIL = 400;

  private final String id;
  private final Deque<String> kept = new ArrayDeque<>();
  private final Utf8Stream utf8 = new Utf8Stream();
  private final StringBuilder line = new StringBuilder();
  private int lines;

  /**
   * @param id what the lines of the log say whose it is, as {@code turn=… attempt=…}
   */
  public Stderr(String id) {
    this.id = id;
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
      LOG.info("program stderr {} lines={} logged={}", id, lines, LOGGED_LINES);
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
      LOG.info("program stderr {} line={}", id, text);
    }
    kept.addLast(text);
    if (kept.size() > KEPT_LINES) {
      kept.removeFirst();
    }
  }

  /** The last of it, in one line. */
  public synchronized String tail() {
    String text = String.join(" / ", kept);
    return text.length() <= LONGEST_TAIL
        ? text
        : "…" + text.substring(text.length() - LONGEST_TAIL);
  }
}
