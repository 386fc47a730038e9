package io.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * A session as one transaction sees it; what a command decides on.
 *
 * @param state whether its turns may run
 * @param open its turns that have not ended, in their order
 * @param ended the last turn that ended FAILED or CANCELLED with no later one DONE, if there is one
 * @param held how many deliveries to its chat are HELD
 * @param doubleText what it has chosen to become of messages while it is busy, if it has
 * @param permission what is asked for in it, else what was decided in it lately, if anything
 */
public record SessionFacts(
    SessionState state,
    List<TurnFacts> open,
    Optional<TurnFacts> ended,
    int held,
    Optional<DoubleText> doubleText,
    Optional<Permission> permission) {

  public SessionFacts {
    open = List.copyOf(open);
  }

  /** A session that has chosen nothing, with nothing held back and no permission asked. */
  public SessionFacts(SessionState state, List<TurnFacts> open, Optional<TurnFacts> ended) {
    this(state, open, ended, 0, Optional.empty(), Optional.empty());
  }

  /** The same with another permission that is asked. */
  public SessionFacts asking(Permission other) {
    return new SessionFacts(state, open, ended, held, doubleText, Optional.of(other));
  }

  /**
   * A turn in brief.
   *
   * @param id the turn's id
   * @param state where it stands
   * @param text the beginning of its first message, at most 200 characters
   * @param steps how many of its steps have a RESULT
   * @param since when it entered its state, in milliseconds since the epoch
   * @param runner which runs it
   */
  public record TurnFacts(
      String id, TurnState state, String text, int steps, long since, String runner) {}
}
