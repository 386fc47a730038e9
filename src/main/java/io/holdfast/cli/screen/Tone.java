package io.holdfast.cli.screen;

import picocli.CommandLine.Help.Ansi.Style;

/** What a text's colour says about it. */
public enum Tone {
  PLAIN,
  GOOD(Style.fg_green),
  ATTENTION(Style.fg_yellow),
  BAD(Style.fg_red),
  FAINT(Style.faint),
  STRONG(Style.bold);

  private static final String RESET = Style.reset.on();

  private final String on;

  Tone(Style... styles) {
    this.on = Style.on(styles);
  }

  String paint(String text) {
    // All off: the code that should end bold is a double underline on many terminals.
    return on.isEmpty() || text.isEmpty() ? text : on + text + RESET;
  }
}
