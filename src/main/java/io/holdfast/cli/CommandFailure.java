package io.holdfast.cli;

/** A command cannot do what was asked. The message is one line for people. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message, null, false, false);
  }
}
