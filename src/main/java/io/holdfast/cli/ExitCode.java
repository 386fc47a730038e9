package io.holdfast.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process says when it ends; service managers decide by it. Numbers as in sysexits. */
public final class ExitCode {

  public static final int CLEAN = 0;
  public static final int OTHER = 1;
  public static final int WATCHDOG = 70;
  public static final int RESTART = 75;

  /** Also for a wrong command line: starting again cures neither. */
  public static final int BAD_CONFIG = 78;

  private ExitCode() {}

  /** Each with its meaning, for {@code --help}. */
  static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    list.put(" " + CLEAN, "stopped cleanly, or nothing is wrong");
    list.put(" " + OTHER, "anything that is not below, such as a gateway that does not answer");
    list.put(WATCHDOG + "", "a stop outlived its budget and was cut off");
    list.put(RESTART + "", "please start me again");
    list.put(BAD_CONFIG + "", "the configuration or the command line is not valid");
    return list;
  }
}
