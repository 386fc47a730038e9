package io.holdfast.model;

import java.util.List;

/** What people watching a chat see happen. It may be lost; the store has the truth. */
public sealed interface Live {

  /** The chat that it concerns. */
  Address address();

  /**
   * A turn changed its state.
   *
   * @param state the word on the wire: a {@link TurnState}'s, or {@code resumed}
   * @param reason why the previous attempt was interrupted; empty when it was not
   * @param steps how many of its steps have a RESULT
   */
  record TurnChanged(
      Address address,
      AttemptId attempt,
      String state,
      String reason,
      int steps,
      List<String> inReplyTo)
      implements Live {
    public TurnChanged {
      inReplyTo = List.copyOf(inReplyTo);
    }
  }

  /**
   * The next piece of the text of a running turn.
   *
   * @param seq from 0 within the attempt
   */
  record Delta(Address address, AttemptId attempt, int seq, String text) implements Live {}

  /**
   * A step begins.
   *
   * @param step from 1
   */
  record Progress(Address address, AttemptId attempt, int step, String label) implements Live {}
}
