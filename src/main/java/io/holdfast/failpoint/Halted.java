package io.holdfast.failpoint;

/**
 * Thrown by a fuse in the place of the end of the process, when several gateways share one. Nothing
 * that the code does after it counts.
 */
public final class Halted extends Error {

  private static final long serialVersionUID = 1;

  /** At {@code point}. */
  public Halted(String point) {
    super("halted at " + point, null, false, false);
  }
}
