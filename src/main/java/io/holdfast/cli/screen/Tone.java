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

  private final Style[] styles;

  Tone(Style... styles) {
    this.styles = styles;
  }

  String paint(String text) {
    return styles.length == 0 || text.isEmpty()
        ? text
        : Style.on(styles) + text + Style.off(styles);
  }
}
