package io.holdfast;

/** What the process says to the one who started it. */
final class ExitCode {

  /** A clean stop. */
  static final int STOPPED = 0;

  /** It could not start, or a command failed; the log says why. */
  static final int FAILED = 1;

  /** The configuration is bad; starting again will not help (EX_CONFIG in sysexits.h). */
  static final int BAD_CONFIG = 78;

  private ExitCode() {}
}
