package io.holdfast.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Linux's processes, as {@code /proc} shows them; see proc(5). Reads files. */
public final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * A process that runs.
   *
   * @param pid its id
   * @param group its process group
   * @param session its session
   * @param started when it started, in clock ticks since the boot
   */
  public record Entry(long pid, long group, long session, long started) {

    /** Whether its environment has this {@code NAME=value}; false where that is not ours to see. */
    public boolean has(String variable) {
      return environment().contains("\0" + variable + "\0");
    }

    /** The value of a variable. */
    public Optional<String> value(String name) {
      String environment = environment();
      int at = environment.indexOf("\0" + name + "=");
      if (at < 0) {
        return Optional.empty();
      }
      int from = at + name.length() + 2;
      return Optional.of(environment.substring(from, environment.indexOf('\0', from)));
    }

    private String environment() {
      return "\0" + content(file("environ")) + "\0";
    }

    /** Which processes it can see; two that differ in it give other meanings to a pid. */
    Optional<String> namespace() {
      try {
        return Optional.of(Files.readSymbolicLink(file("ns/pid")).toString());
      } catch (IOException | SecurityException e) {
        return Optional.empty();
      }
    }

    private Path file(String name) {
      return PROC.resolve(Long.toString(pid)).resolve(name);
    }
  }

  /** Whether this system has it. */
  public static boolean exists() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  /** The process with this id. */
  public static Optional<Entry> of(long pid) {
    return parse(content(PROC.resolve(pid + "/stat")));
  }

  /** The processes that run, but for this one, and of which {@code wanted} is true. */
  public static List<ProcessHandle> find(Predicate<Entry> wanted) {
    long self = ProcessHandle.current().pid();
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        parse(content(entry.resolve("stat")))
            .filter(process -> process.pid() != self && wanted.test(process))
            .flatMap(process -> ProcessHandle.of(process.pid()))
            .ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot list /proc", e);
    }
    return found;
  }

  /**
   * Reads a line of {@code /proc/…/stat}; empty for a process that has ended, also if nobody has
   * asked for its exit code yet. The second field may hold anything, but ends at the last
   * parenthesis.
   */
  static Optional<Entry> parse(String stat) {
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return Optional.empty();
    }
    long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    String[] fields = stat.substring(name + 2).split(" ", -1);
    if (fields[0].equals("Z") || fields[0].equals("X")) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            pid, Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
  }

  /** A file's content; empty when it is gone or not ours to read. */
  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException | SecurityException e) {
      return "";
    }
  }
}
