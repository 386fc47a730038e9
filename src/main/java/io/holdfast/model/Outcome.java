package io.holdfast.model;

import java.util.List;

/** How a turn ends. */
public sealed interface Outcome {

  /** The state that the turn ends in. */
  TurnState state();

  /**
   * The agent has answered.
   *
   * @param text the whole reply
   * @param attachments files that go with it
   */
  record Done(String text, List<Attachment> attachments) implements Outcome {
    public Done {
      attachments = List.copyOf(attachments);
    }

    @Override
    public TurnState state() {
      return TurnState.DONE;
    }
  }

  /**
   * The agent could not answer.
   *
   * @param code for the log and the metrics, such as {@code timeout}
   * @param sentence what its user is told, one plain sentence
   */
  record Failed(String code, String sentence) implements Outcome {
    @Override
    public TurnState state() {
      return TurnState.FAILED;
    }
  }

  /** Its user stopped it. */
  record Cancelled() implements Outcome {
    /** What its chat is told. */
    public static final String SENTENCE = "Stopped.";

    @Override
    public TurnState state() {
      return TurnState.CANCELLED;
    }
  }

  /** A reply without attachments. */
  static Outcome done(String text) {
    return new Done(text, List.of());
  }
}
