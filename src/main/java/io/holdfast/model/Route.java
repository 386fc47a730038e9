package io.holdfast.model;

/**
 * Where a chat's messages go.
 *
 * @param runner the runner's id in the configuration
 * @param doubleText what becomes of a message that arrives while its session is busy, unless its
 *     session has chosen otherwise
 * @param maxQueue how many turns of one session may wait; one more is refused
 * @param collectWindow how long nobody may have added to messages that are collected before they
 *     are worked on, in milliseconds
 */
public record Route(String runner, DoubleText doubleText, int maxQueue, long collectWindow) {

  /** So long after its first message a turn waits for no more of them, in milliseconds. */
  public static final long COLLECTED_WITHIN = 10_000;

  /** A route on which what is collected waits for nothing but its turn. */
  public Route(String runner, DoubleText doubleText, int maxQueue) {
    this(runner, doubleText, maxQueue, 0);
  }
}
