package io.holdfast.cli.admin;

import java.util.stream.Collectors;

/** How it is said of turns that they wait for runners which the configuration does not have. */
public final class Unserved {

  /** What an operator can do about them. */
  public static final String TODO =
      "put the runner back, route their chats to another one, or cancel them";

  private Unserved() {}

  /** How many wait for which runner; empty when none does. */
  public static String words(Reading status) {
    return status.members("unserved").entrySet().stream()
        .map(runner -> runner.getValue() + " for " + runner.getKey())
        .collect(Collectors.joining(", "));
  }
}
