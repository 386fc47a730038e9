package io.holdfast.failpoint;

/** What fails at a point because a test wants it to. */
public final class InjectedFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** At {@code point}. */
  public InjectedFault(String point) {
    super("a test has " + point + " fail");
  }
}
