package io.holdfast.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, and so connections, a process may have open. */
public final class OpenFilesCheck implements Check {

  private static final int LEAST = 4096;
  private static final Pattern LINE = Pattern.compile("(?m)^Max open files\\s+(\\S+)");

  private final Path limits;

  /**
   * @param limits the limits of a process as Linux shows them, such as {@code /proc/self/limits}
   */
  public OpenFilesCheck(Path limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return "open files";
  }

  @Override
  public Finding look() {
    try {
      Matcher line = LINE.matcher(Files.readString(limits));
      return line.find() ? of(line.group(1)) : unknown();
    } catch (IOException elsewhere) {
      return unknown();
    }
  }

  private static Finding of(String limit) {
    boolean enough = limit.equals("unlimited") || Long.parseLong(limit) >= LEAST;
    return enough
        ? new Finding.Ok("at most " + limit)
        : new Finding.Warn(
            "at most " + limit + ", and each connection takes one",
            "raise LimitNOFILE= of the unit, or ulimit -n, to 65536");
  }

  private static Finding unknown() {
    return new Finding.Ok("this system does not tell");
  }
}
