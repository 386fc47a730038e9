package io.holdfast.config;

import java.util.regex.Pattern;

/** Patterns in which {@code *} stands for any characters and everything else for itself. */
public final class Glob {

  private Glob() {}

  /** Whether {@code text} as a whole is of the form {@code pattern}. */
  public static boolean matches(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}
