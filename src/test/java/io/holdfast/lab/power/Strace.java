package io.holdfast.lab.power;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line of strace, which records what a process asks of its disk, and which may answer
 * some of it in the place of the kernel.
 */
public final class Strace {

  /** What changes files, makes them certain, or tells a client. */
  private static final String CALLS =
      "open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,"
          + "sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,"
          + "link,linkat,mkdir,mkdirat,rmdir";

  private static final int LONGEST = 262_144;

  private Strace() {}

  /** Whether it is there and may be used. */
  public static boolean works() {
    try {
      Process process =
          new ProcessBuilder("strace", "-f", "-o", "/dev/null", "-e", "trace=none", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What to put in front of a command, so that everything it writes is recorded in {@code out}. */
  public static List<String> recording(Path out) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qq"));
    command.addAll(List.of("-y", "-xx", "-s", Integer.toString(LONGEST), "-o", out.toString()));
    command.addAll(List.of("-e", "signal=none", "-e", "trace=" + CALLS));
    return command;
  }

  /**
   * As {@link #recording}, and some calls fail.
   *
   * @param faults as strace has them: {@code fsync:error=EIO:when=20..40}
   * @param files on which the calls fail; nothing else is recorded then
   */
  public static List<String> failing(Path out, List<String> faults, List<Path> files) {
    List<String> command = new ArrayList<>(recording(out));
    faults.forEach(fault -> command.addAll(List.of("-e", "inject=" + fault)));
    files.forEach(file -> command.addAll(List.of("-P", file.toString())));
    return command;
  }
}
