package io.holdfast.failpoint;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A point at which a test may end or freeze this process: {@code -Dholdfast.failpoint=stop-marked}
 * has the operating system send SIGKILL to it when {@link #STOP_MARKED} is reached, {@code
 * stop-marked:hang} has the thread that reaches it hang for ever. Without that property a point is
 * one read of a final field.
 */
public enum Failpoint {
  /** Draining is committed, no marker is yet. */
  STOP_BEFORE_MARK,
  /** Every running turn has its marker. */
  STOP_MARKED,
  /** The chats are told and the wait has begun. */
  STOP_WAITING,
  /** The drain deadline has passed, nothing is released yet. */
  STOP_DEADLINE,
  /** What did not end is released, no marker is cleared yet. */
  STOP_BEFORE_CLEAR,
  /** The markers are cleared and the sockets closed, the store is open. */
  STOP_BEFORE_CLOSE,
  /** A message is committed and its sender not told yet. */
  ACCEPT_COMMITTED,
  /** A turn is claimed and its attempt not begun. */
  CLAIM_COMMITTED,
  /** A step's INTENT is committed and its effect has not begun. */
  STEP_INTENT,
  /** A step's effect has happened and its RESULT is not committed. */
  STEP_EFFECT,
  /** A runner has given its outcome and nothing of it is committed. */
  FINISH_BEFORE_COMMIT,
  /** The outcome is committed and nobody was told. */
  FINISH_COMMITTED;

  private final boolean kills = spelled().equals(System.getProperty("holdfast.failpoint"));
  private final boolean hangs =
      (spelled() + ":hang").equals(System.getProperty("holdfast.failpoint"));

  private String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Does nothing, or does not return. */
  public void reached() {
    if (kills) {
      kill();
    }
    while (kills || hangs) {
      LockSupport.park();
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run kill", e);
    }
  }
}
