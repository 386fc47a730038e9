package io.holdfast.runner.command;

import io.holdfast.model.Outcome;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * How a program's run ended; the step's result in the journal.
 *
 * @param exit its exit code
 * @param out its standard output
 * @param err the end of its standard error, in one line
 * @param problem what went wrong beside its exit code, as a sentence; empty if nothing did
 */
record Run(int exit, String out, String err, String problem) {

  /** A run that ended by itself. */
  static Run exited(int exit, String out, String err) {
    return new Run(exit, out, err, "");
  }

  /** A run that could not begin, or was ended by us. */
  static Run failed(String problem) {
    return new Run(-1, "", "", problem);
  }

  /** Reads a result. What is not one of ours is the word of a user who says that it has run. */
  static Run of(String journaled) {
    try {
      JsonObject json = new JsonObject(journaled);
      return new Run(
          json.getInteger("exit", 0),
          json.getString("out", ""),
          json.getString("err", ""),
          json.getString("problem", ""));
    } catch (DecodeException e) {
      return exited(0, "Taken as done. What the program said was lost in the interruption.", "");
    }
  }

  String journaled() {
    return JsonObject.of("exit", exit, "out", out, "err", err, "problem", problem).encode();
  }

  boolean failed() {
    return exit != 0 || !problem.isEmpty();
  }

  Outcome outcome() {
    if (!problem.isEmpty()) {
      return new Outcome.Failed("program-failed", problem);
    }
    if (exit != 0) {
      String said = err.isEmpty() ? "." : ": " + err;
      return new Outcome.Failed("exit-" + exit, "The program failed with exit code " + exit + said);
    }
    String reply = withoutLineEnds(out);
    return Outcome.done(reply.isBlank() ? "(no output)" : reply);
  }

  /** As a shell's {@code $(…)} does it. */
  private static String withoutLineEnds(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
