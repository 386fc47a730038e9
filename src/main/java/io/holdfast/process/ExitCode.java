package io.holdfast.process;

import java.util.concurrent.TimeUnit;

/** How a process has ended. */
public final class ExitCode {

  /** Of a process that has none. */
  public static final int NONE = -1;

  private static final long LATE_SECONDS = 2;

  private ExitCode() {}

  /**
   * The exit code of a process that runs no more, or {@link #NONE}. Java learns it on a thread of
   * its own, which may be behind.
   */
  public static int of(Process process) throws InterruptedException {
    return process.waitFor(LATE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : NONE;
  }
}
