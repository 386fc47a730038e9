package io.holdfast.model;

/** What became of a message that a connector offered. */
public sealed interface Acceptance {

  /**
   * It is committed.
   *
   * @param message the gateway's id for it
   * @param turn the turn that takes it; empty for a command
   * @param state the state of that turn as of the commit ({@link TurnState#DONE} for a command)
   * @param duplicate it already was; nothing new happened
   */
  record Accepted(String message, String turn, TurnState state, boolean duplicate)
      implements Acceptance {}

  /**
   * Nothing was stored.
   *
   * @param code why, for programs
   * @param explanation why, for people
   */
  record Refused(RejectCode code, String explanation) implements Acceptance {}
}
