package io.holdfast.lab.process;

import java.util.List;
import java.util.regex.Pattern;

/** Lines of a log that an operator should not have to read after a mere kill. */
public final class OddLines {

  private static final Pattern ODD = Pattern.compile(" (ERROR|WARN) |Exception|^\\s+at ");

  private OddLines() {}

  /** Those of a log. */
  public static List<String> of(String log) {
    return log.lines().filter(line -> ODD.matcher(line).find()).toList();
  }
}
