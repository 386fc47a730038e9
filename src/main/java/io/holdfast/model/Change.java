package io.holdfast.model;

import java.util.Optional;

/** What a command does to its session; the store applies it in the commit that accepts it. */
public sealed interface Change {

  /**
   * A RUNNING turn is asked to end (its runner is told, and a restart honours it), and whoever ends
   * it says so; any other open turn is CANCELLED at once, and that is for the answer to say.
   */
  record Cancel(String turn) implements Change {}

  /** An ASKING or QUARANTINED turn becomes INTERRUPTED and its interruptions are forgiven. */
  record Resume(String turn) implements Change {}

  /** A turn that is ASKING for permission goes on with the decision. */
  record Decide(String turn, Decision decision) implements Change {}

  /**
   * A FAILED or CANCELLED turn is QUEUED again; its journal stays.
   *
   * @param runner which is to run it now; empty for the one that it had
   */
  record Retry(String turn, Optional<String> runner) implements Change {

    /** The same runner runs it again. */
    public Retry(String turn) {
      this(turn, Optional.empty());
    }
  }

  /** The session's turns may run again. */
  record Activate() implements Change {}

  /** Nothing of the session runs until {@code /resume}; a running turn stops at its next step. */
  record Suspend() implements Change {}

  /** What is said from now on belongs to a new, empty memory. */
  record Forget() implements Change {}

  /** What becomes of messages while the session is busy; empty: what its route says. */
  record DoubleTexts(Optional<DoubleText> policy) implements Change {}

  /** The session's chat gets the replies that were held back. */
  record Deliver() implements Change {}

  /** A notice of kind COMMAND to the chat. */
  record Answer(String text) implements Change {}
}
