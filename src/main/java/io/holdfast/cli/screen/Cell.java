package io.holdfast.cli.screen;

import java.util.Locale;

/**
 * A piece of text and what it means for its reader.
 *
 * @param text without anything that a terminal would obey
 */
public record Cell(String text, Tone tone) {

  public Cell {
    text = visible(text);
  }

  public static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  public static Cell of(long number) {
    return of(Long.toString(number));
  }

  /** A state of a turn, a session, a delivery or a step. */
  public static Cell state(String word) {
    Tone tone =
        switch (word.toUpperCase(Locale.ROOT)) {
          case "RUNNING", "ACTIVE", "SENT", "DONE", "RESULT" -> Tone.GOOD;
          case "INTERRUPTED", "ASKING", "SUSPENDED", "HELD", "INTENT" -> Tone.ATTENTION;
          case "QUARANTINED", "FAILED", "DEAD" -> Tone.BAD;
          case "CANCELLED" -> Tone.FAINT;
          default -> Tone.PLAIN;
        };
    return new Cell(word.toLowerCase(Locale.ROOT), tone);
  }

  /** Chats are named by whoever writes in them, also with what moves a cursor. */
  public static String visible(String text) {
    return text.codePoints().noneMatch(Cell::obeyed)
        ? text
        : text.codePoints()
            .map(c -> obeyed(c) ? '\uFFFD' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Control characters, and those that turn the direction of writing around. */
  private static boolean obeyed(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
