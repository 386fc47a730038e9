package io.holdfast.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a request for permission.
 *
 * @param kind what was decided
 * @param said what whoever refused it said instead of a plain no; empty for nothing
 */
public record Decision(Kind kind, String said) {

  /** What can be decided. */
  public enum Kind {
    /** It may be done, once. */
    ONCE,
    /** It may be done, and the like of it as long as the conversation lasts. */
    SESSION,
    /** It may not be done. */
    DENIED,
    /** It may not be done, for nobody has decided in time. */
    EXPIRED
  }

  private static final Set<String> YES =
      Set.of("yes", "y", "ok", "okay", "approve", "approved", "allow");
  private static final Set<String> NO = Set.of("no", "n", "deny", "denied", "refuse");
  private static final String SEPARATOR = ": ";

  /** A decision of which there is nothing more to say. */
  public static Decision of(Kind kind) {
    return new Decision(kind, "");
  }

  /**
   * What somebody decides by saying {@code text} where permission is asked: a plain yes or no is
   * that, and anything else refuses and is passed on.
   */
  public static Decision said(String text) {
    return word(text).orElseGet(() -> new Decision(Kind.DENIED, text.strip()));
  }

  /** The same, if {@code text} is a plain yes or no. */
  public static Optional<Decision> word(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replaceAll("[.!]+$", "");
    if (YES.contains(word)) {
      return Optional.of(of(Kind.ONCE));
    }
    return NO.contains(word) ? Optional.of(of(Kind.DENIED)) : Optional.empty();
  }

  /** Whether it may be done. */
  public boolean granted() {
    return kind == Kind.ONCE || kind == Kind.SESSION;
  }

  /** The decision as the RESULT of the step that asked. */
  public String recorded() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return said.isEmpty() ? word : word + SEPARATOR + said;
  }

  /**
   * Reads {@link #recorded()}.
   *
   * @throws IllegalArgumentException when it is no decision
   */
  public static Decision ofRecorded(String result) {
    String[] parts = result.split(SEPARATOR, 2);
    Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
    return new Decision(kind, parts.length == 1 ? "" : parts[1]);
  }
}
