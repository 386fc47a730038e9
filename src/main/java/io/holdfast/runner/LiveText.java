package io.holdfast.runner;

import java.util.function.Consumer;

/**
 * What people see of an answer while it comes. It can only grow: a second try shows nothing until
 * it is past what the first one showed, and nothing at all if it says something else. The reply is
 * the truth.
 */
public final class LiveText {

  private final Consumer<String> show;
  private final StringBuilder shown = new StringBuilder();
  private final StringBuilder said = new StringBuilder();
  private Standing standing = Standing.LEVEL;

  /** How what this try said relates to what has been shown. */
  private enum Standing {
    /** It is the same. */
    LEVEL,
    /** It is a beginning of it. */
    BEHIND,
    /** It is something else. */
    ASTRAY
  }

  /**
   * @param show gets each next piece of what people see
   */
  public LiveText(Consumer<String> show) {
    this.show = show;
  }

  /** Another try begins. */
  public void again() {
    said.setLength(0);
    standing = shown.isEmpty() ? Standing.LEVEL : Standing.BEHIND;
  }

  /** The try goes on with {@code piece}. */
  public void say(String piece) {
    if (standing == Standing.ASTRAY) {
      return;
    }
    if (standing == Standing.LEVEL) {
      append(piece);
      return;
    }
    said.append(piece);
    if (said.length() < shown.length()) {
      standing = beginsWith(shown, said) ? Standing.BEHIND : Standing.ASTRAY;
    } else if (beginsWith(said, shown)) {
      standing = Standing.LEVEL;
      append(said.substring(shown.length()));
    } else {
      standing = Standing.ASTRAY;
    }
  }

  /** The reply is {@code whole}: shows what is missing of it, if what has been shown fits. */
  public void end(String whole) {
    again();
    say(whole);
  }

  private void append(String piece) {
    if (!piece.isEmpty()) {
      shown.append(piece);
      show.accept(piece);
    }
  }

  private static boolean beginsWith(StringBuilder text, StringBuilder beginning) {
    return text.indexOf(beginning.toString()) == 0;
  }
}
