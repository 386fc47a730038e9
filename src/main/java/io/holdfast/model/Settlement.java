package io.holdfast.model;

/** What became of an attempt to send a piece of a delivery. */
public sealed interface Settlement {

  /**
   * The platform has it.
   *
   * @param receipt the platform's id of the message; empty where nothing had to be said
   * @param whole whether the delivery ends with it, which is SENT then; else it is PENDING
   */
  record Sent(String receipt, boolean whole) implements Settlement {}

  /**
   * The platform has nothing of this attempt.
   *
   * @param until not to be tried before, in milliseconds since the epoch
   */
  record Later(long until, String because) implements Settlement {}

  /**
   * Nobody knows if the platform has it.
   *
   * @param until not to be tried, or asked about, before; in milliseconds since the epoch
   */
  record Unknown(long until, String because) implements Settlement {}

  /**
   * The draft that was to become it is not there, or stays as it is: it is PENDING as if it had
   * never been tried, and has no draft any more.
   */
  record Gone(String because) implements Settlement {}

  /** It is given up. */
  record Dead(String because) implements Settlement {}
}
