package io.holdfast.runner.acp;

/** What the configuration says about a kind of tool call; of two, the later is the stricter. */
enum Rule {
  ALLOW,
  /** People in the chat decide. */
  ASK,
  DENY;

  /** The value of a key; whatever is none of our words denies. */
  static Rule of(String value) {
    return switch (value) {
      case "allow" -> ALLOW;
      case "ask" -> ASK;
      default -> DENY;
    };
  }

  Rule and(Rule other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
