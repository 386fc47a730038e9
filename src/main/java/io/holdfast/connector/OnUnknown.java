package io.holdfast.connector;

import java.util.Locale;

/** What becomes of a message of which nobody can find out whether its platform has it. */
public enum OnUnknown {
  /** It is given up, and an operator sees it. */
  AT_MOST_ONCE,
  /** It is sent again, and says so. */
  AT_LEAST_ONCE;

  /** The setting's value: {@code at-most-once} or {@code at-least-once}. */
  public static OnUnknown of(String setting) {
    return valueOf(setting.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
